import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { IncidentChanged } from '@clawnex/proto/events/incident.ts';

/** An incident as it now is, with the alerts it is made of. */
export interface Incident extends IncidentChanged {
  readonly origin: TrafficOrigin;
  readonly host: string;
  readonly revision: number;
  readonly alert_ids: readonly string[];
}

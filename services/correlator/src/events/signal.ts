import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { Fields } from '../sigma/fields.ts';

/** An event as rules see it. */
export interface Signal {
  readonly id: string;
  /** When the fact happened, by its source's clock. */
  readonly time_ms: number;
  readonly origin: TrafficOrigin;
  /** Who sent it: each source has a clock and a delay of its own. */
  readonly source: string;
  readonly fields: Fields;
}

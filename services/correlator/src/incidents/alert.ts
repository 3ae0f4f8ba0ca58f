import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { Entity } from '@clawnex/proto/events/incident.ts';
import type { Severity } from '@clawnex/proto/scan.ts';
import type { TacticSlug } from '../atlas/tactics.ts';
import type { Response } from '../rules/fleet-section.ts';

/** One event behind an alert. */
export interface AlertStep {
  readonly event_id: string;
  readonly at_ms: number;
  /** Title of the rule it matched. */
  readonly rule: string;
}

/** A firing told to people. Everything in it follows from the events and the rule. */
export interface Alert {
  readonly alert_id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly origin: TrafficOrigin;
  readonly host: string;
  readonly entity: Entity;
  /** All it is about, the entity itself first. */
  readonly entities: readonly Entity[];
  /** Keys by which it joins other alerts in an incident. */
  readonly links: readonly string[];
  readonly tactics: readonly TacticSlug[];
  readonly risk: number;
  /** When it fired. */
  readonly at_ms: number;
  readonly first_at_ms: number;
  readonly last_at_ms: number;
  readonly count: number;
  /** Values of the rule's group-by fields. */
  readonly group: readonly string[];
  readonly events: readonly string[];
  readonly steps: readonly AlertStep[];
  readonly responses: readonly Response[];
  readonly inhibits: readonly string[];
  readonly suppressed_by: string | null;
}

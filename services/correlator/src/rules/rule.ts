import type { Severity } from '@clawnex/proto/scan.ts';
import type { FieldName, Fields } from '../events/signal.ts';

/** A correlation rule ready to run: so many matching events of one group within a time span. */
export interface CorrelationRule {
  /** Stable: part of the ids of its alerts and the key of its window state. */
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly group_by: readonly FieldName[];
  readonly timespan_ms: number;
  /** How far behind its group's newest an event may be and still be judged with everything around it at hand. */
  readonly lateness_ms: number;
  readonly at_least: number;
  /** Events with the same value of this field count once. */
  readonly count_once_by: FieldName | null;
  /** Sentence with {field}, {count} and {timespan}; a part in [brackets] is left out when a field in it is unknown. */
  readonly why: string;
  matches(fields: Fields): boolean;
}

import type { Severity } from '@clawnex/proto/scan.ts';
import type { FieldReader, Fields } from '../sigma/fields.ts';
import type { TestTree } from '../sigma/test-tree.ts';
import type { FleetSection, Response } from './fleet-section.ts';
import type { CorrelationType, LogSource } from './rule-document.ts';

interface RuleFacts {
  /** Stable: part of the ids of its alerts and the key of its window state. Its name, else its id, else its title. */
  readonly key: string;
  readonly id: string | null;
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fleet: FleetSection;
  readonly responses: readonly Response[];
  /** Whether its matches are alerts: not when it only feeds a correlation, and not in shadow mode. */
  readonly alerts: boolean;
  readonly shadow: boolean;
  /** Hash of what decides when it fires: window state survives a reload while it stays the same. */
  readonly meaning: string;
}

export interface DetectionRule extends RuleFacts {
  readonly kind: 'detection';
  readonly logsource: LogSource | null;
  readonly tree: TestTree;
  matches(fields: Fields): boolean;
}

/** One referenced rule of a correlation, with how its events are read here. */
export interface Step {
  readonly rule: string;
  readonly title: string;
  /** Readers of the group-by values, in order. */
  readonly groupBy: readonly FieldReader[];
  /** Must be absent instead of present. */
  readonly absent: boolean;
}

/** What is counted in a window, and from when on it is enough. */
export interface Measure {
  readonly of: 'events' | 'values' | 'sum' | 'average' | 'percentile' | 'steps' | 'expression';
  readonly fields: readonly FieldReader[];
  readonly percentile: number;
  /** Whether a window with this measure fires. */
  holds(value: number): boolean;
  /** For `expression`: which steps were seen. */
  expression(seen: (step: number) => boolean): boolean;
}

export interface CorrelationRule extends RuleFacts {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  readonly steps: readonly Step[];
  /** Names as in the rule: fields or aliases. */
  readonly group_by: readonly string[];
  readonly timespan_ms: number;
  readonly lateness_ms: number;
  /** After an alert, events this long fold into it: a time span at least, so that no event begins two alerts. */
  readonly quiet_ms: number;
  /** `sliding` fires as soon as a window holds; `closing` judges a window when it is over; `ordered` and `absent` follow steps. */
  readonly evaluation: 'sliding' | 'closing' | 'ordered' | 'absent';
  readonly window: 'sliding' | 'tumbling' | 'session';
  readonly gap_ms: number;
  readonly measure: Measure;
  /** Fields whose values are measured, by name. */
  readonly measure_names: readonly string[];
  /** Events with the same value of this field count once. */
  readonly countOnceBy: FieldReader | null;
  /** 0 for those over detections only, rising with each correlation over correlations. */
  readonly depth: number;
  /** Fields of its events that are needed once it fires: by its sentence, and by correlations over it. */
  readonly carries: readonly { readonly name: string; readonly read: FieldReader }[];
}

export type Rule = DetectionRule | CorrelationRule;

/** A loaded, linked and compiled set of rules. */
export interface RuleSet {
  readonly detections: readonly DetectionRule[];
  /** In order of depth: what a correlation refers to comes before it. */
  readonly correlations: readonly CorrelationRule[];
  readonly byKey: ReadonlyMap<string, Rule>;
  /** Correlations that take a rule's events, with the step they are there. */
  readonly consumers: ReadonlyMap<
    string,
    readonly { readonly rule: CorrelationRule; readonly step: number }[]
  >;
  /** Things worth a look that do not keep rules from running. */
  readonly warnings: readonly string[];
}

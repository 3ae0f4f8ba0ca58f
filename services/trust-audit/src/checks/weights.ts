import type { Severity } from '@clawnex/proto/scan.ts';
import type { Weight } from './trust-check.ts';

/** The same everywhere. */
export function always(severity: Severity): Weight {
  return { by: 'rule', severity };
}

/** One step less where nobody from outside reaches any of these agents. */
export function easedBy(severity: Severity, agents: readonly string[]): Weight {
  return { by: 'rule', severity, agents };
}

/** By the risk that flows over these nodes and edges. */
export function through(...ids: readonly string[]): Weight {
  return { by: 'graph', through: ids };
}

/** The same, and no finding where nobody reaches it. */
export function quietThrough(...ids: readonly string[]): Weight {
  return { by: 'graph', through: ids, quiet: true };
}

/** By the graph, and never less than the floor. */
export function atLeast(floor: Severity, ...ids: readonly string[]): Weight {
  return { by: 'graph', through: ids, floor };
}

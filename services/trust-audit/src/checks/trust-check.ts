import type { Severity } from '@clawnex/proto/scan.ts';
import type { Fix } from '../fixes/patch.ts';
import type { Scan } from '../scan.ts';
import type { Place } from '../settings/node.ts';

/** How severe a hit is: from the risk that flows over these parts of the graph, or the same everywhere. */
export type Weight =
  | {
      readonly by: 'graph';
      /** Ids of nodes and edges that this weakness opens. */
      readonly through: readonly string[];
      /** Never less than this, however closed the ways to it are now. */
      readonly floor?: Severity;
      /** No finding at all where nobody reaches it. */
      readonly quiet?: boolean;
    }
  | {
      readonly by: 'rule';
      readonly severity: Severity;
      /** One step less where nobody from outside reaches any of these. */
      readonly agents?: readonly string[];
    };

/** One weakness in one place. */
export interface Hit {
  /** Part of the finding's stable id: names the place, never a value that changes from run to run. */
  readonly subject: string;
  readonly place: Place | null;
  readonly evidence: string;
  readonly weight: Weight;
  readonly fix: Fix;
  /** The check's own words where not given. */
  readonly title?: string;
  /** Names the finding again as long as nothing about it changed; the evidence where not given. */
  readonly state?: string;
}

export interface TrustCheck {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  /** Product that it looks at. */
  readonly product:
    | 'openclaw'
    | 'claude-code'
    | 'codex'
    | 'gemini'
    | 'opencode'
    | 'hermes'
    | 'litellm'
    | 'mcp'
    | 'files';
  /** Ids of OpenClaw's own audit that say the same. */
  readonly vendor: readonly string[];
  /** Ids of the catalogues that ask for the same. */
  readonly references: readonly string[];
  find(scan: Scan): readonly Hit[];
}

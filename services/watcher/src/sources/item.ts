import type { Origin } from '@clawnex/proto/scan.ts';

/** Kinds of things a session log tells. `note`: known, and nothing anyone said or did; `unknown`: not known to us. */
export type ItemKind =
  | 'session'
  | 'turn'
  | 'context'
  | 'thinking'
  | 'tool_call'
  | 'tool_result'
  | 'usage'
  | 'compaction'
  | 'reset'
  | 'error'
  | 'ended'
  | 'note'
  | 'unknown';

/** As the runtime counts them. */
export interface Tokens {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cache_read?: number | undefined;
  readonly cache_write?: number | undefined;
  readonly reasoning?: number | undefined;
  readonly total?: number | undefined;
  /** Whether `input` counts what was read from the cache as well. */
  readonly input_includes_cache_read: boolean;
}

/** Who a message really comes from, where it is not a person at the keyboard. */
export interface Sender {
  readonly kind: 'inter_session' | 'internal_system' | 'sub_agent' | 'channel';
  readonly session?: string | undefined;
  readonly channel?: string | undefined;
  readonly tool?: string | undefined;
}

/** One thing that happened in a session, taken out of its log. */
export interface Item {
  readonly kind: ItemKind;
  /**
   * Names the fact within the instance: whatever tells of it again (the same entry read twice, a copy in another file,
   * a later version of a row) has the same key, and counts once.
   */
  readonly key: string;
  readonly session: string;
  /** Id of the log's entry or row. */
  readonly entry: string;
  /** When the runtime says it happened; null when it does not. */
  readonly time_ms: number | null;
  /** One answer of a model can stand in several entries: this ties them together. */
  readonly message?: string | undefined;
  readonly origin?: Origin | undefined;
  readonly text?: string | undefined;
  /** The tool that really ran, unwrapped from dispatchers. */
  readonly tool?: string | undefined;
  readonly call?: string | undefined;
  readonly arguments?: unknown;
  readonly is_error?: boolean | undefined;
  /** True when the runtime says that the content came from the network. */
  readonly from_network?: boolean | undefined;
  /** Whether the runtime takes the sender for its owner. */
  readonly owner?: boolean | undefined;
  readonly sender?: Sender | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /** The model's answer by the provider's id, which the proxy sees too. */
  readonly response?: string | undefined;
  readonly tokens?: Tokens | undefined;
  /** In US dollars, as the runtime says. */
  readonly cost_usd?: number | undefined;
  /** The amounts are totals of the session so far: a later one replaces an earlier one. */
  readonly cumulative?: boolean | undefined;
  /** The sub-agent inside the session, where the runtime runs some. */
  readonly sub_agent?: string | undefined;
  /** The log's own name for a note or something unknown. */
  readonly type?: string | undefined;
}

/** A name for a fact. The parts come from outside: none of them can hold the separator's place for another. */
export function keyOf(...parts: readonly (string | number)[]): string {
  let key = '';
  for (const part of parts) {
    const text = typeof part === 'number' ? String(part) : part;
    const safe = text.includes(' ') ? text.replaceAll(' ', '%20') : text;
    key = key === '' ? safe : `${key} ${safe}`;
  }
  return key;
}

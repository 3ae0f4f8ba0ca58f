import type { Clock } from '@clawnex/shared/kernel/clock.ts';

/** Mistakes are free up to here: a person mistypes, several share an address. */
const ACCOUNT_FREE = 5;
const ADDRESS_FREE = 20;
/** Each further failure doubles the wait, up to here. At one guess a minute, 12 characters outlive everyone; nobody is locked out for good. */
const WAIT_MS_FIRST = 1_000;
const ACCOUNT_WAIT_MS_MAX = 60_000;
const ADDRESS_WAIT_MS_MAX = 30_000;
/** Failures are forgotten after this long without another. */
export const FORGET_MS = 15 * 60_000;
/** Bounds the memory an attacker with many names or addresses can take; the longest quiet go first. */
const ENTRIES_MAX = 10_000;

interface Entry {
  failures: number;
  last_at_ms: number;
  /** A refusal is worth one audit row per wait; the rest are counted into the next row. */
  refused: number;
  reported: boolean;
}

export type Admission =
  | { readonly ok: true }
  | { readonly ok: false; readonly wait_ms: number; readonly report: boolean; readonly refused: number };

/**
 * Slows guessing, per account and per client address. An attempt counts as failed from its start until it turns out
 * right, so that many at once gain nothing. An account at an address from which its owner signed in before is counted
 * apart from everything else: strangers who guess, at it or at others, do not slow its owner.
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #known = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one attempt, or says how long to wait. */
  admit(account: string, address: string): Admission {
    const keys = this.#keys(account, address);
    const now = this.#clock.now();
    const waits = keys.flatMap((key) => (key === undefined ? [] : [{ key, wait_ms: this.#wait(key, now) }]));
    const [longest] = waits.toSorted((a, b) => b.wait_ms - a.wait_ms);
    if (longest !== undefined && longest.wait_ms > 0) return this.#refuse(longest.key, longest.wait_ms);
    for (const { key } of waits) this.#count(key, now);
    return { ok: true };
  }

  /** The attempt was right: its account is free again; its address keeps what others did to it, less this attempt. */
  succeeded(account: string, address: string): void {
    const [accountKey, addressKey] = this.#keys(account, address);
    this.#entries.delete(accountKey);
    const entry = addressKey === undefined ? undefined : this.#entries.get(addressKey);
    if (entry !== undefined) entry.failures = Math.max(0, entry.failures - 1);
    const pair = pairKey(account, address);
    this.#known.delete(pair);
    this.#known.set(pair, this.#clock.now());
    evictOldest(this.#known);
  }

  /** A failure from before this process started. */
  recall(account: string, address: string, at_ms: number): void {
    for (const key of this.#keys(account, address)) if (key !== undefined) this.#count(key, at_ms);
  }

  #keys(account: string, address: string): readonly [string, string?] {
    const pair = pairKey(account, address);
    return this.#known.has(pair) ? [pair] : [`account ${account}`, `address ${address}`];
  }

  #wait(key: string, now: number): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || now - entry.last_at_ms >= FORGET_MS) return 0;
    const isAddress = key.startsWith('address ');
    const beyond = entry.failures - (isAddress ? ADDRESS_FREE : ACCOUNT_FREE);
    if (beyond < 0) return 0;
    const wait = Math.min(WAIT_MS_FIRST * 2 ** beyond, isAddress ? ADDRESS_WAIT_MS_MAX : ACCOUNT_WAIT_MS_MAX);
    return Math.max(0, entry.last_at_ms + wait - now);
  }

  #count(key: string, at_ms: number): void {
    const before = this.#entries.get(key);
    const stale = before === undefined || at_ms - before.last_at_ms >= FORGET_MS;
    this.#entries.delete(key);
    this.#entries.set(key, {
      failures: stale ? 1 : before.failures + 1,
      last_at_ms: at_ms,
      refused: stale ? 0 : before.refused,
      reported: false,
    });
    evictOldest(this.#entries);
  }

  #refuse(key: string, wait_ms: number): Admission {
    const entry = this.#entries.get(key);
    if (entry === undefined) return { ok: false, wait_ms, report: false, refused: 1 };
    entry.refused += 1;
    if (entry.reported) return { ok: false, wait_ms, report: false, refused: entry.refused };
    const refused = entry.refused;
    entry.reported = true;
    entry.refused = 0;
    return { ok: false, wait_ms, report: true, refused };
  }
}

function pairKey(account: string, address: string): string {
  return `pair ${account} ${address}`;
}

/** Maps keep the order of insertion, and every change inserts anew: the first is the longest quiet. */
function evictOldest(map: Map<string, unknown>): void {
  if (map.size <= ENTRIES_MAX) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

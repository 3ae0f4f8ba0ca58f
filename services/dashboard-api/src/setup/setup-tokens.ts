import { randomBytes } from 'node:crypto';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { secretsEqual } from '@clawnex/shared/kernel/secrets.ts';

const TOKEN_BYTES = 32;
export const SETUP_TOKEN_VALID_MS = 15 * 60_000;
/** A link that was just printed keeps working when another one is asked for; older ones go. */
const TOKENS_MAX = 4;

/** One-time tokens for creating the first operator. Only their hashes are held, and only in memory. */
export class SetupTokens {
  readonly #clock: Clock;
  #tokens: { hash: string; expires_at_ms: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const expires_at_ms = this.#clock.now() + SETUP_TOKEN_VALID_MS;
    this.#tokens = [...this.#valid(), { hash: sha256(token), expires_at_ms }].slice(-TOKENS_MAX);
    return token;
  }

  /** Compares with every token held, so that the time taken does not tell which one matched. */
  accepts(token: string): boolean {
    const hash = sha256(token);
    let accepted = false;
    for (const known of this.#valid()) accepted = secretsEqual(hash, known.hash) || accepted;
    return accepted;
  }

  /** The first operator exists: no token works any more. */
  clear(): void {
    this.#tokens = [];
  }

  #valid(): { hash: string; expires_at_ms: number }[] {
    const now = this.#clock.now();
    return this.#tokens.filter((token) => token.expires_at_ms > now);
  }
}

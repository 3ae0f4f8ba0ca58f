import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { countOperators, insertOperator } from '../sign-in/operators.sql.ts';
import type { PasswordHasher } from '../sign-in/password-hash.ts';
import type { Attempt } from '../sign-in/sign-in.ts';
import type { Throttle } from '../sign-in/throttle.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import type { SetupTokens } from './setup-tokens.ts';

const ALREADY = failure('conflict', 'The first operator exists already. Sign in instead.');

/** Creates the first operator, once, for whoever holds the one-time token. */
export class FirstOperator {
  readonly #writer: ControlWriter;
  readonly #sessions: SessionStore;
  readonly #hasher: PasswordHasher;
  readonly #throttle: Throttle;
  readonly #clock: Clock;
  readonly #tokens: SetupTokens;
  readonly #count: PreparedQuery<{ operators: number }>;
  readonly #insert: PreparedWrite;

  /** The throttle is one of its own: wrong tokens say nothing about any operator. */
  constructor(parts: {
    writer: ControlWriter;
    sessions: SessionStore;
    hasher: PasswordHasher;
    throttle: Throttle;
    clock: Clock;
    tokens: SetupTokens;
  }) {
    this.#writer = parts.writer;
    this.#sessions = parts.sessions;
    this.#hasher = parts.hasher;
    this.#throttle = parts.throttle;
    this.#clock = parts.clock;
    this.#tokens = parts.tokens;
    this.#count = prepareQuery(parts.writer.db, countOperators);
    this.#insert = prepareWrite(parts.writer.db, insertOperator);
  }

  needed(): boolean {
    return this.#count.get()?.operators === 0;
  }

  /** A new one-time token, or null once an operator exists. */
  issueToken(): string | null {
    return this.needed() ? this.#tokens.issue() : null;
  }

  /** Creates the operator and signs them in. Of two at the same time, the transaction lets one through. */
  async create(attempt: Attempt, token: string): Promise<{ ok: true; token: string } | HttpFailure> {
    if (!this.needed()) return ALREADY;
    if (!this.#tokens.accepts(token)) return await this.#refuse(attempt.address);
    if (this.#hasher.busy()) return failure('too_many_attempts', 'Try again in a moment.');
    const password_hash = await this.#hasher.hash(attempt.password);
    const operator_id = newId(this.#clock.now());
    const written = await this.#writer.write(() => {
      if (!this.needed()) return null;
      const { username } = attempt;
      this.#insert({ operator_id, username, role: 'admin', password_hash, now_ms: this.#clock.now() });
      this.#writer.audit({
        actor: username,
        action: 'first_operator_created',
        target: `operator:${username}`,
        detail: { role: 'admin', address: attempt.address },
      });
      return this.#sessions.begin(operator_id, attempt);
    });
    if (!written.ok) return written;
    if (written.value === null) return ALREADY;
    this.#tokens.clear();
    return { ok: true, token: written.value };
  }

  async #refuse(address: string): Promise<HttpFailure> {
    const admission = this.#throttle.admit('setup', address);
    if (!admission.ok) {
      const seconds = Math.ceil(admission.wait_ms / 1_000);
      return failure('too_many_attempts', `Too many wrong set-up links. Try again in ${seconds} s.`);
    }
    const audited = await this.#writer.write(() =>
      this.#writer.audit({
        actor: 'anonymous',
        action: 'setup_refused',
        target: 'setup',
        detail: { address },
      }),
    );
    if (!audited.ok) return audited;
    return failure(
      'bad_credentials',
      'This set-up link is wrong or has expired. Get a new one on the machine with: scripts/clawnex setup link',
      'body.token',
    );
  }
}

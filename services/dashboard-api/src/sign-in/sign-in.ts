import type { Role } from '@clawnex/proto/permissions.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import { findOperator, replacePasswordHash } from './operators.sql.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { Throttle } from './throttle.ts';

export interface Attempt {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
  /** Token of the session the browser already has. */
  readonly replaces: string | null;
}

interface Operator {
  readonly operator_id: string;
  readonly username: string;
  readonly role: Role;
  readonly password_hash: string;
}

/** One sentence for a wrong name and for a wrong password. */
const WRONG = failure('bad_credentials', 'The name or the password is not right.');
/** People type passwords into the name field: only names of operators reach the audit trail. */
const UNKNOWN_OPERATOR = 'operator:?';

/** Signs operators in. The same work and the same answer whether the name exists or not. */
export class SignIn {
  readonly #writer: ControlWriter;
  readonly #sessions: SessionStore;
  readonly #hasher: PasswordHasher;
  readonly #throttle: Throttle;
  readonly #find: PreparedQuery<Operator>;
  readonly #replaceHash: PreparedWrite;

  constructor(parts: {
    writer: ControlWriter;
    sessions: SessionStore;
    hasher: PasswordHasher;
    throttle: Throttle;
  }) {
    this.#writer = parts.writer;
    this.#sessions = parts.sessions;
    this.#hasher = parts.hasher;
    this.#throttle = parts.throttle;
    this.#find = prepareQuery(parts.writer.db, findOperator);
    this.#replaceHash = prepareWrite(parts.writer.db, replacePasswordHash);
  }

  async attempt(attempt: Attempt): Promise<{ ok: true; token: string } | HttpFailure> {
    const username = attempt.username.toLowerCase();
    if (this.#hasher.busy())
      return failure('too_many_attempts', 'Too many people sign in at once. Try again in a moment.');
    const admission = this.#throttle.admit(username, attempt.address);
    const operator = this.#find.get({ username });
    const target = operator === undefined ? UNKNOWN_OPERATOR : `operator:${operator.username}`;
    if (!admission.ok) {
      if (admission.report)
        await this.#audit('sign_in_throttled', target, attempt.address, admission.refused);
      const seconds = Math.ceil(admission.wait_ms / 1_000);
      return failure('too_many_attempts', `Too many wrong attempts. Try again in ${seconds} s.`);
    }
    const matches = await this.#hasher.verify(operator?.password_hash ?? null, attempt.password);
    if (operator === undefined || !matches) {
      const audited = await this.#audit('sign_in_failed', target, attempt.address);
      return audited.ok ? WRONG : audited;
    }
    const begun = await this.#begin(operator, attempt);
    if (begun.ok) this.#throttle.succeeded(username, attempt.address);
    return begun;
  }

  async #begin(operator: Operator, attempt: Attempt): Promise<{ ok: true; token: string } | HttpFailure> {
    const outdated = this.#hasher.outdated(operator.password_hash);
    const rehashed = outdated ? await this.#hasher.hash(attempt.password) : null;
    const written = await this.#writer.write(() => {
      // Looked up again: while the password was being checked, it may have been changed or the operator disabled.
      if (this.#find.get({ username: operator.username })?.password_hash !== operator.password_hash)
        return null;
      if (rehashed !== null) {
        const { operator_id, password_hash } = operator;
        this.#replaceHash({ operator_id, password_hash: rehashed, replaced: password_hash });
      }
      const token = this.#sessions.begin(operator.operator_id, attempt);
      this.#writer.audit({
        actor: operator.username,
        action: 'signed_in',
        target: `operator:${operator.username}`,
        detail: { address: attempt.address },
      });
      return token;
    });
    if (!written.ok) return written;
    return written.value === null ? WRONG : { ok: true, token: written.value };
  }

  async #audit(action: string, target: string, address: string, refused?: number) {
    return await this.#writer.write(() =>
      this.#writer.audit({ actor: 'anonymous', action, target, detail: { address, refused } }),
    );
  }
}

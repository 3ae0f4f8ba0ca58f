import { randomBytes } from 'node:crypto';
import type { Role } from '@clawnex/proto/permissions.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import {
  deleteEndedSessions,
  deleteOldestSessions,
  deleteSession,
  findSession,
  insertSession,
  touchSession,
} from './sessions.sql.ts';

/** 256 bits, twice what ASVS 7.2.3 asks. */
const TOKEN_BYTES = 32;
/** After this long without a request the operator has gone; after this long in all they sign in again (ASVS 7.3.1, 7.3.2). */
export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 12 * 3_600_000;
/** Use is written down at most this often: an idle limit of 30 minutes needs no better, and each write waits for the disk. */
const TOUCH_INTERVAL_MS = 60_000;
/** Browsers and devices of one operator. The oldest goes when another signs in. */
const SESSIONS_PER_OPERATOR_MAX = 20;
const USER_AGENT_LENGTH_MAX = 256;

export interface Session {
  readonly session_hash: string;
  readonly operator_id: string;
  readonly username: string;
  readonly role: Role;
  readonly signed_in_at_ms: number;
  readonly used_at_ms: number;
  readonly expires_at_ms: number;
}

/** Sessions of operators. The token is in the cookie only; the store has its hash. */
export class SessionStore {
  readonly #writer: ControlWriter;
  readonly #clock: Clock;
  readonly #find: PreparedQuery<Session>;
  readonly #insert: PreparedWrite;
  readonly #touch: PreparedWrite;
  readonly #delete: PreparedWrite;
  readonly #deleteEnded: PreparedWrite;
  readonly #deleteOldest: PreparedWrite;

  constructor(reader: Database, writer: ControlWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
    this.#find = prepareQuery(reader, findSession);
    this.#insert = prepareWrite(writer.db, insertSession);
    this.#touch = prepareWrite(writer.db, touchSession);
    this.#delete = prepareWrite(writer.db, deleteSession);
    this.#deleteEnded = prepareWrite(writer.db, deleteEndedSessions);
    this.#deleteOldest = prepareWrite(writer.db, deleteOldestSessions);
  }

  /** The session of a cookie, if it still lives. */
  findByToken(token: string): Session | null {
    return this.findByHash(sha256(token));
  }

  findByHash(session_hash: string): Session | null {
    const now_ms = this.#clock.now();
    return this.#find.get({ session_hash, now_ms, idle_since_ms: now_ms - IDLE_MS }) ?? null;
  }

  /** Notes that the session is in use. On a full disk it does not: reading goes on, and the session ends early. */
  async touch(session: Session): Promise<void> {
    const now_ms = this.#clock.now();
    if (now_ms - session.used_at_ms < TOUCH_INTERVAL_MS) return;
    await this.#writer.write(() => this.#touch({ session_hash: session.session_hash, now_ms }));
  }

  /**
   * Begins a session inside the caller's transaction and gives back its token. A session the browser already had ends:
   * what was planted before signing in is worth nothing after.
   */
  begin(operator_id: string, from: { address: string; userAgent: string; replaces: string | null }): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const now_ms = this.#clock.now();
    if (from.replaces !== null) this.#delete({ session_hash: sha256(from.replaces) });
    this.#deleteEnded({ now_ms, idle_since_ms: now_ms - IDLE_MS });
    this.#insert({
      session_hash: sha256(token),
      operator_id,
      now_ms,
      expires_at_ms: now_ms + ABSOLUTE_MS,
      address: from.address,
      user_agent: from.userAgent.slice(0, USER_AGENT_LENGTH_MAX),
    });
    this.#deleteOldest({ operator_id, kept: SESSIONS_PER_OPERATOR_MAX });
    return token;
  }

  /** Ends a session inside the caller's transaction. */
  end(session_hash: string): void {
    this.#delete({ session_hash });
  }
}

/** When the session ends if it is not used again. */
export function endOf(session: Session, nowMs: number): number {
  return Math.min(session.expires_at_ms, nowMs + IDLE_MS);
}

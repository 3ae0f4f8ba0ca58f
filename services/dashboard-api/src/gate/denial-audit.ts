import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { Session } from '../sessions/session-store.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import type { Client } from './client-address.ts';

/** A page that keeps asking for what its operator may not see is one denial a minute, not one per request. */
const REPEAT_MS = 60_000;
/** Operators times routes: far above any real team. */
const REMEMBERED_MAX = 10_000;

/** Writes down that an operator tried what their role does not allow. */
export class DenialAudit {
  readonly #writer: ControlWriter;
  readonly #clock: Clock;
  readonly #lastAtMs = new Map<string, number>();

  constructor(writer: ControlWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
  }

  async record(session: Session, client: Client, route: string, permission: string): Promise<void> {
    const key = `${session.session_hash} ${route}`;
    const now = this.#clock.now();
    if (now - (this.#lastAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    if (this.#lastAtMs.size >= REMEMBERED_MAX) this.#lastAtMs.clear();
    this.#lastAtMs.set(key, now);
    await this.#writer.write(() =>
      this.#writer.audit({
        actor: session.username,
        action: 'permission_denied',
        target: route,
        detail: { permission, role: session.role, address: client.address },
      }),
    );
  }
}

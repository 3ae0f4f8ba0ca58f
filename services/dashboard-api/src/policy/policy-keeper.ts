import type { PolicyView } from '@clawnex/proto/http/dashboard/policy.ts';
import { DEFAULT_POLICY, type Policy } from '@clawnex/proto/policy.ts';
import { type Clock, toIso } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import { insertPolicy, readLatestPolicy } from './policy.sql.ts';

export type PolicyChange = Omit<Policy, 'updated_at_ms' | 'updated_by'> & { readonly reason: string };

/** The policy as the store has it: every version is kept, the latest counts, its change is audited with it. */
export class PolicyKeeper {
  readonly #writer: ControlWriter;
  readonly #clock: Clock;
  readonly #latest: PreparedQuery<Policy>;
  readonly #insert: PreparedWrite;

  constructor(writer: ControlWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
    this.#latest = prepareQuery(writer.db, readLatestPolicy);
    this.#insert = prepareWrite(writer.db, insertPolicy);
  }

  current(): Policy {
    return this.#latest.get() ?? DEFAULT_POLICY;
  }

  /** Stores a new version, if `change.revision` is still the latest. */
  async change(
    change: PolicyChange,
    by: { username: string; address: string },
  ): Promise<{ ok: true; policy: Policy } | HttpFailure> {
    if (change.review_score > change.block_score) {
      return failure(
        'bad_request',
        'body.review_score: it must not be above block_score, or nothing would ever be held for review.',
        'body.review_score',
      );
    }
    const { reason, ...settings } = change;
    const written = await this.#writer.write(() => {
      const before = this.current();
      if (before.revision !== change.revision) return null;
      const updated_at_ms = this.#clock.now();
      const after = { ...settings, revision: before.revision + 1, updated_at_ms, updated_by: by.username };
      this.#insert({ ...after, reason });
      this.#writer.audit({
        actor: by.username,
        action: 'policy_changed',
        target: `policy:${after.revision}`,
        detail: { before, after, reason, address: by.address },
      });
      return after;
    });
    if (!written.ok) return written;
    if (written.value === null) {
      return failure(
        'conflict',
        'Somebody else changed the policy meanwhile. Look at it again, then decide.',
        'body.revision',
      );
    }
    return { ok: true, policy: written.value };
  }
}

export function toPolicyView(policy: Policy, published: boolean): PolicyView {
  const { updated_at_ms, ...rest } = policy;
  return { ...rest, updated_at: updated_at_ms === 0 ? null : toIso(updated_at_ms), published };
}

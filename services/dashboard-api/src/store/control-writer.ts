import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { HealthReporter } from '@clawnex/shared/kernel/health.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { type AuditEntry, appendAudit } from '@clawnex/shared/store/append-audit.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { storeProblemOf } from '@clawnex/shared/store/store-problem.ts';
import { immediate } from '@clawnex/shared/store/transaction.ts';

/**
 * Writes to the control tables. What is audited and its audit row are one transaction: when the row cannot be written,
 * the thing does not happen.
 */
export class ControlWriter {
  readonly db: Database;
  readonly #clock: Clock;
  readonly #health: HealthReporter;

  constructor(db: Database, clock: Clock, health: HealthReporter) {
    this.db = db;
    this.#clock = clock;
    this.#health = health;
  }

  /** Runs `work` in one transaction. A full or failing disk is an answer, not a crash. */
  async write<Result>(work: () => Result): Promise<{ ok: true; value: Result } | HttpFailure> {
    try {
      const value = await immediate(this.db, work);
      this.#health.problem('store', null);
      return { ok: true, value };
    } catch (error) {
      const problem = storeProblemOf(error, this.db.name);
      if (problem === null) throw error;
      this.#health.problem('store', problem.sentence);
      return failure(
        'unavailable',
        'The database cannot be written now; nothing was changed. See Infrastructure.',
      );
    }
  }

  /** Adds an audit row inside the transaction of `write`. */
  audit(entry: Omit<AuditEntry, 'at_ms'>): void {
    appendAudit(this.db, { ...entry, at_ms: this.#clock.now() });
  }
}

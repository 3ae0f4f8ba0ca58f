import type { Suppression } from '@clawnex/proto/controls/suppression.ts';
import { Engine } from './engine/engine.ts';
import type { GroupLimits } from './engine/group-store.ts';
import type { Hit } from './engine/hit.ts';
import { type AlertChange, type BookChanges, IncidentBook } from './incidents/incident-book.ts';
import { makeAlert } from './incidents/make-alert.ts';
import { suppressionOf } from './incidents/suppressions.ts';
import type { RuleSet } from './rules/rule.ts';

/** From what fired to what people see: the same path live, offline, in tests and in backtests. */
export class Pipeline {
  readonly engine: Engine;
  readonly book = new IncidentBook();
  suppressions: readonly Suppression[] = [];

  constructor(rules: RuleSet, limits?: GroupLimits, kept = false) {
    this.engine = new Engine(rules, limits, kept);
  }

  /** Tells hits as alerts and files them into incidents. */
  file(hits: readonly Hit[]): BookChanges {
    return this.book.take(hits.map((hit) => this.#tell(hit)));
  }

  #tell(hit: Hit): AlertChange {
    const alert = makeAlert(hit);
    const suppression = suppressionOf(alert, this.suppressions);
    return {
      change: hit.change,
      alert: suppression === undefined ? alert : { ...alert, suppressed_by: suppression.id },
    };
  }
}

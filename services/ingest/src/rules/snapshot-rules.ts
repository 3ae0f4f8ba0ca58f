import { builtinRuleInfos, builtinRulesetVersion } from '@clawnex/shared/detection/ruleset.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import { immediate } from '@clawnex/shared/store/transaction.ts';
import { insertRuleSnapshot, readSnapshotRulesets } from './rule-snapshot.sql.ts';

/** Rulesets that are not ours are remembered as such, at most so many: a new name costs one comparison again. */
const FOREIGN_MAX = 256;

export interface RuleSnapshots {
  /** Makes sure that the texts of these rulesets' rules are in the store, where this ClawNex has them. */
  keep(rulesets: Iterable<string>): Promise<void>;
}

/** Keeps what the rules looked for, so that a detection stays explained when its rule is long changed. */
export function prepareRuleSnapshots({ log }: Pick<DaemonContext, 'log'>, db: Database): RuleSnapshots {
  const insert = prepareWrite(db, insertRuleSnapshot);
  const kept = new Set(
    prepareQuery(db, readSnapshotRulesets)
      .all()
      .map(({ ruleset }) => ruleset),
  );
  const foreign = new Set<string>();

  async function keepBuiltin(ruleset: string): Promise<void> {
    const builtin = readBuiltin();
    if (builtin?.version !== ruleset) {
      if (foreign.size < FOREIGN_MAX) foreign.add(ruleset);
      log.warn({ ruleset }, 'the rules of this version are not here: their texts are not kept');
      return;
    }
    await immediate(db, () => {
      for (const rule of builtin.rules.values()) {
        const { id, title, category, severity, why, verify, atlas, owasp } = rule;
        const atlas_json = JSON.stringify(atlas);
        const owasp_json = JSON.stringify(owasp);
        insert({ ruleset, rule: id, title, category, severity, why, verify, atlas_json, owasp_json });
      }
    });
    kept.add(ruleset);
  }

  function readBuiltin() {
    try {
      return { version: builtinRulesetVersion(), rules: builtinRuleInfos() };
    } catch (error) {
      log.error({ err: error }, 'the built-in rules cannot be read');
      return undefined;
    }
  }

  return {
    async keep(rulesets) {
      for (const ruleset of rulesets) {
        if (!kept.has(ruleset) && !foreign.has(ruleset)) await keepBuiltin(ruleset);
      }
    },
  };
}

import type { OwnRules } from '@clawnex/proto/controls/own-rules.ts';
import { readOwnRules, withOwnRules } from '@clawnex/shared/detection/own-rules.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { BlockScanner } from '../scan/block-scanner.ts';
import { warmUp } from '../scan/warm-up.ts';

/** Puts operators' own rules in force. They were checked before they came; ones that fail all the same change nothing. */
export function useOwnRules(
  { log, health }: Pick<DaemonContext, 'log' | 'health'>,
  scanner: BlockScanner,
  { yaml, revision }: OwnRules,
): void {
  const read = readOwnRules(yaml);
  const made = read.ok ? withOwnRules(read.rules) : read;
  if (!read.ok || !made.ok) {
    const [error] = made.ok ? [] : made.errors;
    health.problem(
      'own rules',
      `Own rules (revision ${revision}) are not in force: ${error?.rule} ${error?.where} ${error?.message}`,
    );
    return;
  }
  health.problem('own rules', null);
  if (made.ruleset.version === scanner.ruleset.version) return;
  warmUp(made.ruleset);
  scanner.setRuleset(made.ruleset, read.rules);
  log.info({ revision, rules: read.rules.length }, 'own rules are in force');
}

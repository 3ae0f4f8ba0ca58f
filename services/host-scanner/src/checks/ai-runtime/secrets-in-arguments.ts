import { maskSecrets } from '@clawnex/shared/detection/excerpt.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { baseName } from '../../processes/agent-runtime.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, notEvaluated, pass } from '../results.ts';

/** Longer command lines are generated; a key stands near the front of what a person typed. */
const TEXT_LENGTH_MAX = 8_000;
/** `--api-key abc…`, `MASTER_KEY=abc…`: names that say what follows. Names of files and variables are no secrets. */
const NAMED =
  /(?:^|[\s"'])(?:--?[a-z-]{0,40}(?:api-?key|token|password|secret|master-?key)[= ]|[A-Z_]{0,60}(?:API_KEY|TOKEN|PASSWORD|SECRET|MASTER_KEY)=)["']?([^\s"'$%/@{<]{8,200})/;

export const secretsInArguments: HostCheck = {
  id: 'AI-17',
  category: 'ai_runtime',
  title: 'A key or password stands in a command line or a unit file',
  why: 'Every user of the machine can read command lines, and unit files and their environment too.',
  severity: 'high',
  reads: ['/proc/<pid>/cmdline', 'ExecStart= and Environment= of units'],
  platforms: ['linux', 'darwin'],
  fix: 'Put it into a file of mode 600 and use EnvironmentFile= or LoadCredential=; then replace the key: it was readable.',
  references: ['owasp-llm.llm02-2025', 'nist-800-53.ia-5', 'attack.t1552.001'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const { units, gaps } = await facts.units();
    for (const unit of units) {
      const info = await facts.root.stat(unit.path);
      const isOpen = !info.ok || (info.value.mode & 0o004) !== 0;
      const settings = [...unit.values('Service', 'Environment'), ...unit.values('Service', 'ExecStart')];
      if (isOpen && settings.some(holdsSecret))
        results.push(fail(unit.path, `${unit.path} names a secret, and every user can read it.`));
    }
    if (!facts.processes.ok) {
      results.push(notEvaluated('running processes', facts.processes.message));
      return results;
    }
    const { seen, gap } = facts.processes.value;
    const programs = new Map<string, number>();
    for (const { args, pid } of seen)
      if (holdsSecret(args.join(' '))) programs.set(baseName(args[0] ?? ''), pid);
    for (const [program, pid] of programs)
      results.push(
        fail(`command line of ${program}`, `Process ${pid} (${program}) was given a secret as an argument.`),
      );
    results.push(...gapsOf('units', gaps), ...gapsOf('running processes', gap === null ? [] : [gap]));
    const isClean = !results.some(({ result }) => result === 'fail');
    return isClean
      ? [
          ...results,
          pass(
            'command lines and units',
            `No secret in ${seen.length} command lines and ${units.length} units.`,
          ),
        ]
      : results;
  },
};

function holdsSecret(text: string): boolean {
  const looked = text.slice(0, TEXT_LENGTH_MAX);
  return NAMED.test(looked) || maskSecrets(looked, builtinRuleset()) !== looked;
}

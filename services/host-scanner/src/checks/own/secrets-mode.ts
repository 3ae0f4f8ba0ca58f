import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const GROUP_AND_OTHERS = 0o077;

export const secretsMode: HostCheck = {
  id: 'CN-03',
  category: 'clawnex',
  title: 'ClawNex’s own secrets are open to other users',
  why: 'They sign traffic marks and the audit trail and open the broker: who reads them can forge what operators see.',
  severity: 'critical',
  platforms: ['linux', 'darwin'],
  reads: ['modes of <ClawNex home>/secrets'],
  fix: 'chmod -R go-rwx on the secrets folder, remove the files in it that were open, and restart ClawNex: it makes new ones.',
  references: ['owasp-llm.llm02-2025', 'nist-800-53.sc-12'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const home of facts.ownHomes) results.push(...(await judgeSecrets(facts, `${home}/secrets`)));
    return results.length > 0 ? results : [notApplicable('secrets folder', 'No home of ClawNex was found.')];
  },
};

async function judgeSecrets({ root }: HostFacts, path: string): Promise<CheckResult[]> {
  const top = await root.stat(path);
  if (!top.ok) return top.code === 'missing' ? [] : [notEvaluated(path, top.message)];
  const { entries, gaps } = await walk(root, path, { depth_max: 3, entries_max: 500 });
  const open = [{ path, info: top.value }, ...entries].filter(
    ({ info }) => (info.mode & GROUP_AND_OTHERS) !== 0,
  );
  if (open.length > 0)
    return [
      fail(path, nameSome(open.map((entry) => `${entry.path} ${octal(entry.info.mode)}`)), {
        fix: `chmod -R go-rwx ${path}`,
      }),
      ...gapsOf(path, gaps),
    ];
  if (gaps.length > 0) return gapsOf(path, gaps);
  return [pass(path, `The folder and ${entries.length} entries below it are closed to group and others.`)];
}

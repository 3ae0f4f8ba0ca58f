import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { HostFacts } from '../facts.ts';
import { gapsOf, notApplicable, notEvaluated, octal } from './results.ts';

/** Where the packaged units keep the home. */
const INSTALLED = '/var/lib/clawnex/secrets';
/** `secrets/broker/<user>.nk` */
const DEPTH_MAX = 3;
const ENTRIES_MAX = 500;
const NAMED_MAX = 6;
const GROUP_AND_OTHERS = 0o077;

export const ownSecretsMode: Check<HostFacts> = {
  id: 'own-secrets-mode',
  title: 'ClawNex’s own secrets are open to other users',
  why: 'They sign traffic marks and the audit trail and open the broker: who reads them can forge what operators see.',
  severity: 'critical',
  reads: ['modes of ~/.clawnex/secrets or of the installed home'],
  platforms: ['linux', 'darwin'],
  fix: 'chmod -R go-rwx on the secrets folder, remove the files in it that were open, and restart ClawNex: it makes new ones.',
  references: ['owasp-llm.llm02-2025', 'nist-800-53.sc-12'],
  async evaluate(facts) {
    const folders = new Set([
      ...(facts.ownHome === null ? [] : [`${facts.ownHome}/secrets`]),
      ...facts.homes.users.map(({ path }) => `${path}/.clawnex/secrets`),
      INSTALLED,
    ]);
    const results: CheckResult[] = [];
    for (const folder of folders) results.push(...(await checkFolder(facts, folder)));
    return results.length > 0 ? results : [notApplicable('secrets folder', 'No home of ClawNex was found.')];
  },
};

async function checkFolder({ root }: HostFacts, path: string): Promise<CheckResult[]> {
  const top = await root.stat(path);
  if (!top.ok) return top.code === 'missing' ? [] : [notEvaluated(path, top.message)];
  const { entries, gaps } = await walk(root, path, { depth_max: DEPTH_MAX, entries_max: ENTRIES_MAX });
  const all = [{ path, info: top.value }, ...entries];
  const open = all.filter(({ info }) => (info.mode & GROUP_AND_OTHERS) !== 0);
  if (open.length > 0) {
    const named = open.slice(0, NAMED_MAX).map((entry) => `${entry.path} ${octal(entry.info.mode)}`);
    const more = open.length > NAMED_MAX ? [`and ${open.length - NAMED_MAX} more`] : [];
    const evidence = [...named, ...more].join('; ');
    return [
      { result: 'fail', subject: path, evidence, fix: `chmod -R go-rwx ${path}` },
      ...gapsOf(path, gaps),
    ];
  }
  if (gaps.length > 0) return gapsOf(path, gaps);
  const evidence = `The folder and ${entries.length} entries below it are closed to group and others.`;
  return [{ result: 'pass', subject: path, evidence }];
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, octal, pass } from '../results.ts';
import { readLoginDefs } from './passwords.ts';

/** What a new file must not give to group and others. */
const UMASK_WANTED = 0o027;

export const homeModes: HostCheck = {
  id: 'HA-09',
  category: 'accounts',
  title: 'Homes or new files are open to other users',
  why: 'The home is the last door in front of agents’ files whose own modes are wrong.',
  severity: 'low',
  platforms: ['linux', 'darwin'],
  reads: ['modes of homes', 'UMASK in /etc/login.defs'],
  fix: 'chmod 750 <home>; set UMASK 027 in /etc/login.defs',
  references: ['cis-debian12.5.4.3.3', 'cis-debian12.7.2.9', 'nist-800-53.ac-3'],
  async evaluate(facts) {
    const results: CheckResult[] = facts.homes.users.map(({ path, info }) =>
      (info.mode & 0o007) === 0 && (info.mode & 0o020) === 0
        ? pass(path, `Mode ${octal(info.mode)}.`)
        : fail(path, `Mode ${octal(info.mode)}.`, {
            severity: (info.mode & 0o022) !== 0 ? 'high' : 'low',
            fix: `chmod 750 ${path}`,
          }),
    );
    const defs = await readLoginDefs(facts);
    const umask = defs.ok ? defs.value.get('UMASK') : undefined;
    if (umask !== undefined) {
      const bits = Number.parseInt(umask, 8);
      results.push(
        (bits & UMASK_WANTED) === UMASK_WANTED
          ? pass('UMASK', `UMASK is ${umask}.`)
          : fail('UMASK', `UMASK is ${umask}: new files are open to others.`),
      );
    }
    for (const { path, reason } of facts.homes.gaps) results.push(notEvaluated(path, reason));
    if (!defs.ok && defs.code !== 'missing') results.push(notEvaluated('/etc/login.defs', defs.message));
    return results.length > 0 ? results : [notApplicable('homes', 'No home was found.')];
  },
};

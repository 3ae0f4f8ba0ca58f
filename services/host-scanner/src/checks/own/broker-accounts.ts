import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const FILE_BYTES_MAX = 1_048_576;

export const brokerAccounts: HostCheck = {
  id: 'CN-05',
  category: 'clawnex',
  title: 'The broker lets clients in that have no account, or gives one all rights',
  why: 'Each daemon may say and hear only its own subjects: that is what keeps a taken one from forging the others.',
  severity: 'critical',
  platforms: ['linux', 'darwin'],
  reads: ['<ClawNex home>/nats/nats-server.conf'],
  fix: 'Start ClawNex again: it writes the file anew from its list of events and commands.',
  references: ['nist-800-53.ac-6', 'owasp-asi.asi07-2026'],
  async evaluate({ root, ownHomes }) {
    const results: CheckResult[] = [];
    for (const home of ownHomes) {
      const path = `${home}/nats/nats-server.conf`;
      const text = await root.readText(path, FILE_BYTES_MAX);
      if (!text.ok) {
        if (text.code !== 'missing') results.push(notEvaluated(path, text.message));
        continue;
      }
      const users = (text.value.match(/^\s*nkey:/gm) ?? []).length;
      const rules = (text.value.match(/^\s*permissions\s*\{/gm) ?? []).length;
      const problems: string[] = [];
      if (users === 0) problems.push('no user has a key');
      if (rules < users)
        problems.push(`${users - rules} of ${users} users have no permissions block, and may do everything`);
      if (/^\s*authorization\s*[:{]/m.test(text.value))
        problems.push('an authorization block lets clients without an account in (CVE-2023-47090)');
      if (/^\s*no_auth_user\b/m.test(text.value))
        problems.push('no_auth_user lets clients without credentials in');
      results.push(
        problems.length > 0
          ? fail(path, `${problems.join('; ')}.`)
          : pass(path, `${users} users, each with its own subjects.`),
      );
    }
    return results.length > 0 ? results : [notApplicable('broker', 'No broker of ClawNex was found.')];
  },
};

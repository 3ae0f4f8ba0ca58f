import type { Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { AgentFile } from '../../agents/agent-files.ts';
import { fail, nameSome, octal, pass } from '../results.ts';

const OTHERS = 0o007;
const OTHERS_WRITE = 0o002;
const GROUP = 0o070;

/** What other users may do with private files. A closed folder above keeps them out for now: then it is less bad. */
export function judgeModes(
  subject: string,
  files: readonly AgentFile[],
  options: { readonly isReachable: boolean; readonly severity: Severity; readonly what: string },
): CheckResult[] {
  if (files.length === 0) return [];
  const open = files.filter(({ info }) => (info.mode & (OTHERS | GROUP)) !== 0);
  if (open.length === 0) return [pass(subject, `None of ${files.length} ${options.what} is open to others.`)];
  const named = nameSome(open.map(({ path, info }) => `${path} ${octal(info.mode)}`));
  const guard = options.isReachable ? '' : '; a closed folder above keeps others out for now';
  return [
    fail(subject, named + guard, {
      severity: severityOf(open, options),
      fix: open.length === 1 ? `chmod 600 ${open[0]?.path}` : `chmod -R go-rwx ${subject}`,
    }),
  ];
}

function severityOf(
  open: readonly AgentFile[],
  { isReachable, severity }: { readonly isReachable: boolean; readonly severity: Severity },
): Severity {
  if (!isReachable) return 'low';
  if (open.some(({ info }) => (info.mode & OTHERS_WRITE) !== 0)) return 'critical';
  return open.some(({ info }) => (info.mode & OTHERS) !== 0) ? severity : 'medium';
}

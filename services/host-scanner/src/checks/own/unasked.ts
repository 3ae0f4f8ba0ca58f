import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import { notApplicable, notEvaluated } from '../results.ts';

/** For what only the database says, where it is not opened: SQLite would write beside it. */
export async function unasked(
  { root, ownHomes }: Pick<HostFacts, 'root' | 'ownHomes'>,
  subject: string,
  command: string,
): Promise<CheckResult> {
  const found = await Promise.all(ownHomes.map((home) => root.stat(`${home}/clawnex.db`)));
  if (!found.some(({ ok }) => ok)) return notApplicable(subject, 'No database of ClawNex was found.');
  return notEvaluated(
    subject,
    `The daemon asks the database; this scan opens none, since SQLite would write beside it. Run: ${command}`,
  );
}

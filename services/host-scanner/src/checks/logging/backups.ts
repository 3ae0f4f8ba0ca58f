import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const NAMES_MAX = 10_000;
const DAY_MS = 24 * 3_600_000;
/** A lost week of evidence can still be explained; more cannot. */
const AGE_MAX_MS = 7 * DAY_MS;
/** Smaller, and nothing was written but a name. */
const BYTES_MIN = 64;

export const ownBackups: HostCheck = {
  id: 'HL-08',
  category: 'logging',
  title: 'ClawNex’s evidence and keys have no recent backup',
  why: 'A disk that dies or is encrypted by someone takes the audit trail and the keys that prove it along.',
  severity: 'low',
  platforms: ['linux', 'darwin'],
  reads: ['names, dates and sizes in <ClawNex home>/backups'],
  fix: 'Back up <ClawNex home> every day, with a copy on another machine, and try to restore one.',
  references: ['nist-800-53.cp-9'],
  async evaluate({ root, ownHomes, now_ms }) {
    const results: CheckResult[] = [];
    for (const home of ownHomes) {
      if (!(await root.stat(`${home}/clawnex.db`)).ok) continue;
      const listing = await root.list(`${home}/backups`, NAMES_MAX);
      if (!listing.ok && listing.code !== 'missing') {
        results.push(notEvaluated(home, listing.message));
        continue;
      }
      const infos = await Promise.all(
        (listing.ok ? listing.value.names : []).map((name) => root.stat(`${home}/backups/${name}`)),
      );
      const kept = infos.flatMap((info) =>
        info.ok && (info.value.kind === 'folder' || info.value.bytes >= BYTES_MIN)
          ? [info.value.mtime_ms]
          : [],
      );
      if (kept.length === 0) results.push(fail(home, `${home}/backups holds no backup.`));
      else {
        const days = Math.floor((now_ms - Math.max(...kept)) / DAY_MS);
        results.push(
          now_ms - Math.max(...kept) > AGE_MAX_MS
            ? fail(home, `The newest of ${kept.length} backups is ${days} days old.`)
            : pass(home, `The newest of ${kept.length} backups is ${days} days old.`),
        );
      }
    }
    return results.length > 0
      ? results
      : [notApplicable('ClawNex home', 'No home of ClawNex with a database was found.')];
  },
};

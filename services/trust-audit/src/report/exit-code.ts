import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import type { Report } from './build-report.ts';
import { LEFT_OUT } from './list-rest.ts';

/** Checks of file modes: they see files that could not be read, too, and say nothing of what is in them. */
const MODES = /^FS-/;

/**
 * 0 clean, 1 a finding at the threshold or worse, 2 something that had to be read could not be. Modes of a file that
 * cannot be read do not turn a 2 into a 1.
 */
export function exitCodeOf({ findings, not_evaluated }: Report, threshold: Severity): 0 | 1 | 2 {
  const least = SEVERITIES.indexOf(threshold);
  const grave = findings.filter(({ severity }) => SEVERITIES.indexOf(severity) >= least);
  const missing = not_evaluated.filter(({ check }) => check !== LEFT_OUT);
  const unread = new Set(missing.map(({ subject }) => subject));
  if (grave.some(({ check, file }) => !MODES.test(check) && !unread.has(file))) return 1;
  if (missing.length > 0) return 2;
  return grave.length > 0 ? 1 : 0;
}

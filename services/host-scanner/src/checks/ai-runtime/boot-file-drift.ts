import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { findBootFiles } from '../../agents/boot-files.ts';
import { hashFile } from '../../baseline/hash-file.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, notApplicable, notEvaluated, pass } from '../results.ts';

export const bootFileDrift: HostCheck = {
  id: 'AI-19',
  category: 'ai_runtime',
  title: 'A boot file changed since it was approved',
  why: 'Memory and persona files are how an injection survives a restart. A change that nobody approved may be one.',
  severity: 'high',
  reads: ['SHA-256 of persona, memory, instruction and settings files', '<ClawNex home>/host-baseline.json'],
  platforms: ['linux', 'darwin'],
  fix: 'Look at the change (diff with the last good copy). Undo it, or approve it: clawnex host approve',
  references: ['owasp-asi.asi06-2026', 'nist-800-53.si-7'],
  async evaluate(facts) {
    const { paths, gaps } = await findBootFiles(facts);
    const baseline = await facts.baseline();
    if (paths.length === 0 && !baseline.ok)
      return [notApplicable('boot files', 'No agent has a boot file here.')];
    if (!baseline.ok) return [notEvaluated('boot files', baseline.message)];
    const approved = baseline.value.boot_files;
    const results: CheckResult[] = [];
    for (const path of paths) {
      const hash = await hashFile(facts.root, path);
      if (!hash.ok) results.push(notEvaluated(path, hash.message));
      else if (approved[path] === undefined)
        results.push(
          fail(path, 'This file is new: it was not there when the others were approved.', {
            severity: 'medium',
          }),
        );
      else if (approved[path] !== hash.value)
        results.push(
          fail(path, `SHA-256 was ${approved[path]?.slice(0, 16)}…, and is ${hash.value.slice(0, 16)}….`),
        );
    }
    for (const path of Object.keys(approved).filter((known) => !paths.includes(known)))
      results.push(fail(path, 'This file was approved and is gone.', { severity: 'medium' }));
    if (results.length === 0)
      results.push(pass('boot files', `${paths.length} files are as they were approved.`));
    return [...results, ...gapsOf('boot files', gaps)];
  },
};

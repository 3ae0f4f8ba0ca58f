import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';
import { findHomeStartup, findSystemStartup, type StartupFiles } from '../persistence/startup-files.ts';
import { findSuspicion } from '../persistence/suspicious-line.ts';
import { gapsOf } from './results.ts';

/** Profiles are some kilobytes; what is larger is generated or hostile, and said to be unread. */
const FILE_BYTES_MAX = 524_288;
const LINES_SHOWN_MAX = 5;
const LINE_LENGTH_SHOWN = 200;
/** Any line in it loads a library into every program. */
const PRELOAD = '/etc/ld.so.preload';

export const persistencePlanted: Check<HostFacts> = {
  id: 'persistence-planted',
  title: 'A startup file downloads code or runs a program from a temporary folder',
  why: 'An injected agent that may write files stays by adding a line to a shell profile, a cron table or a user service. Such a line fetches its program anew at each start.',
  severity: 'high',
  reads: [
    'shell profiles, cron tables, systemd services, autostart entries, launchd jobs, /etc/ld.so.preload',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'Look at the line, remove it, and find out who wrote it and when (ls -l --time-style=full-iso).',
  references: ['attack.t1546.004', 'attack.t1053.003', 'attack.t1543', 'owasp-asi.asi10-2026'],
  async evaluate(facts) {
    const results = await checkFiles(facts, 'system', await findSystemStartup(facts));
    for (const { path } of facts.homes.users)
      results.push(...(await checkFiles(facts, path, await findHomeStartup(facts, path))));
    return results;
  },
};

async function checkFiles(facts: HostFacts, owner: string, found: StartupFiles): Promise<CheckResult[]> {
  const failed: CheckResult[] = [];
  const gaps = [...found.gaps];
  for (const { path, programs } of found.files) {
    const text = await facts.root.readText(path, FILE_BYTES_MAX);
    if (!text.ok) {
      gaps.push(text.message);
      continue;
    }
    const lines = suspiciousLines(path, text.value, programs);
    if (lines.length > 0)
      failed.push({
        result: 'fail',
        subject: path,
        evidence: lines.slice(0, LINES_SHOWN_MAX).join('\n'),
        severity: path === PRELOAD ? 'critical' : 'high',
      });
  }
  const subject = `startup files of ${owner}`;
  if (failed.length > 0 || gaps.length > 0) return [...failed, ...gapsOf(subject, gaps)];
  return [{ result: 'pass', subject, evidence: `${found.files.length} files read; no suspicious line.` }];
}

function suspiciousLines(path: string, text: string, programs: boolean): string[] {
  return text.split('\n').flatMap((line, index) => {
    const suspicion =
      path === PRELOAD && line.trim() !== '' && !line.startsWith('#')
        ? 'is loaded into every program'
        : findSuspicion(line, programs);
    if (suspicion === null) return [];
    return [`line ${index + 1} ${suspicion}: ${line.trim().slice(0, LINE_LENGTH_SHOWN)}`];
  });
}

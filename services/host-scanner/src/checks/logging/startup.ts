import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { hashFile } from '../../baseline/hash-file.ts';
import type { HostFacts } from '../../facts.ts';
import { findHomeStartup, findSystemStartup, type StartupFiles } from '../../persistence/startup-files.ts';
import { findSuspicion } from '../../persistence/suspicious-line.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, octal, pass } from '../results.ts';

/** Profiles are some kilobytes; what is larger is generated or hostile, and said to be unread. */
const FILE_BYTES_MAX = 524_288;
const LINES_SHOWN_MAX = 5;
const LINE_LENGTH_SHOWN = 200;
const PROGRAM =
  /(?:^|[\s="'])((?:\/(?:home|root|tmp|var\/tmp|dev\/shm|opt|srv|usr\/local)\/)[\w./@-]{1,300})/;

export const startupPrograms: HostCheck = {
  id: 'HL-05',
  category: 'logging',
  title: 'Something starts by itself that nobody put there on purpose',
  why: 'Cron tables, units and autostart entries are how an intruder, or an injected agent, comes back after a restart.',
  severity: 'high',
  platforms: ['linux', 'darwin'],
  reads: [
    'cron tables, systemd services and timers, autostart entries, launchd jobs, shell profiles',
    'modes of the programs they start',
    '<ClawNex home>/host-baseline.json',
  ],
  fix: 'Look at the line, remove it, and find out who wrote it and when (ls -l --time-style=full-iso).',
  references: [
    'attack.t1053.003',
    'attack.t1543.002',
    'attack.t1546.004',
    'owasp-asi.asi10-2026',
    'nist-800-53.cm-3',
  ],
  async evaluate(facts) {
    const results = await judgeFiles(facts, 'system', await findSystemStartup(facts));
    for (const { path } of facts.homes.users)
      results.push(...(await judgeFiles(facts, path, await findHomeStartup(facts, path))));
    return results;
  },
};

async function judgeFiles(facts: HostFacts, owner: string, found: StartupFiles): Promise<CheckResult[]> {
  const failed: CheckResult[] = [];
  const gaps = [...found.gaps];
  const baseline = await facts.baseline();
  const added: string[] = [];
  for (const { path, programs } of found.files) {
    const text = await facts.root.readText(path, FILE_BYTES_MAX);
    if (!text.ok) {
      gaps.push(text.message);
      continue;
    }
    const lines = text.value.split('\n').flatMap((line, index) => {
      const suspicion = findSuspicion(line, programs);
      return suspicion === null
        ? []
        : [`line ${index + 1} ${suspicion}: ${line.trim().slice(0, LINE_LENGTH_SHOWN)}`];
    });
    if (programs) lines.push(...(await writablePrograms(facts, text.value)));
    if (lines.length > 0)
      failed.push(
        fail(path, lines.slice(0, LINES_SHOWN_MAX).join('\n'), {
          fix: `Look at ${path}; remove the line or the file: rm ${path}`,
        }),
      );
    if (baseline.ok && programs && lines.length === 0) {
      const hash = await hashFile(facts.root, path);
      if (hash.ok && baseline.value.startup_files[path] !== hash.value) added.push(path);
    }
  }
  if (added.length > 0)
    failed.push(
      fail(
        `startup files of ${owner} since approval`,
        `New or changed since they were approved: ${nameSome(added)}`,
        { severity: 'medium', fix: 'Look at them, then: clawnex host approve' },
      ),
    );
  const subject = `startup files of ${owner}`;
  if (failed.length > 0 || gaps.length > 0) return [...failed, ...gapsOf(subject, gaps)];
  return [pass(subject, `${found.files.length} files read; no suspicious line.`)];
}

/** Programs outside the system's own folders that others may replace. */
async function writablePrograms({ root }: HostFacts, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const line of text.split('\n').slice(0, 5_000)) {
    if (/^\s*[#;]/.test(line)) continue;
    const program = PROGRAM.exec(line.slice(0, 4_000))?.[1];
    if (program === undefined) continue;
    const info = await root.stat(program);
    if (info.ok && info.value.kind === 'file' && (info.value.mode & 0o022) !== 0)
      found.push(`starts ${program}, which others can write (${octal(info.value.mode)})`);
  }
  return found;
}

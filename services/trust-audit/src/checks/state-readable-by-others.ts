import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import type { Instance } from '../openclaw/instance.ts';
import { listStateFiles } from '../openclaw/state-files.ts';
import { noInstance } from './each-instance.ts';

/** Bits of group and others that let them read or change a file. */
const OTHERS_READ = 0o044;
const OTHERS_WRITE = 0o022;
/** Bits that let group and others pass through a folder. */
const OTHERS_PASS = 0o011;
/** Files named in the evidence; the fix mends all. */
const NAMED_MAX = 8;

export const stateReadableByOthers: Check<TrustFacts> = {
  id: 'openclaw-state-readable-by-others',
  title: 'Other users can read or change the agents’ settings, secrets or sessions',
  why: 'The files hold provider keys, gateway secrets, device keys and every conversation. Who may write the settings decides what agents do.',
  severity: 'high',
  reads: [
    'modes of openclaw.json, .env, secrets.json, credentials, identity, devices, sessions and databases',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'chmod -R go-rwx ~/.openclaw',
  references: [
    'owasp-llm.llm02-2025',
    'openclaw.fs.config.perms_writable',
    'openclaw.fs.state_dir.perms_world_writable',
  ],
  async evaluate(facts) {
    const instances = [...facts.judged, ...facts.unread].map(({ instance }) => instance);
    const results: CheckResult[] = [];
    for (const instance of instances) results.push(...(await checkModes(facts, instance)));
    for (const gap of facts.gaps)
      results.push({ result: 'not_evaluated', subject: 'the home', evidence: '', reason: gap });
    return results.length > 0 ? results : [noInstance()];
  },
};

async function checkModes(facts: TrustFacts, instance: Instance): Promise<CheckResult[]> {
  const subject = `~${instance.folder}`;
  const { top, files, gaps } = await listStateFiles(facts.home, instance);
  const results: CheckResult[] = [];
  const openFiles = files.filter(({ mode }) => (mode & (OTHERS_READ | OTHERS_WRITE)) !== 0);
  const passable = top === null || (top & OTHERS_PASS) !== 0;
  const writable = openFiles.some(({ mode }) => (mode & OTHERS_WRITE) !== 0);
  const folderWritable = top !== null && (top & OTHERS_WRITE) !== 0;
  if (openFiles.length > 0 || folderWritable) {
    const named = openFiles.slice(0, NAMED_MAX).map(({ path, mode }) => `~${path} ${octal(mode)}`);
    const more = openFiles.length > NAMED_MAX ? [`and ${openFiles.length - NAMED_MAX} more`] : [];
    results.push({
      result: 'fail',
      subject,
      severity: !passable ? 'low' : writable || folderWritable ? 'critical' : 'high',
      evidence: [
        `The folder has mode ${top === null ? 'unknown' : octal(top)}${passable ? '' : ', which keeps others out for now'}`,
        ...named,
        ...more,
      ].join('; '),
      fix: `chmod -R go-rwx ~${instance.folder}`,
    });
  } else if (gaps.length === 0)
    results.push({
      result: 'pass',
      subject,
      evidence: `Mode ${top === null ? 'unknown' : octal(top)}; none of ${files.length} files is open to others.`,
    });
  if (gaps.length > 0)
    results.push({
      result: 'not_evaluated',
      subject: `${subject} (parts)`,
      evidence: '',
      reason: gaps.slice(0, 3).join(' '),
    });
  return results;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, nameSome, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const FILE_BYTES_MAX = 1_048_576;
const RSA_BITS_MIN = 3_072;
const YEAR_MS = 365 * 24 * 3_600_000;

export const authorizedKeys: HostCheck = {
  id: 'HA-10',
  category: 'accounts',
  title: 'SSH keys that may log in are weak, old, or can be added by others',
  why: 'Whoever may write authorized_keys logs in as that user; keys that nobody remembers belong to nobody.',
  severity: 'medium',
  platforms: ['linux', 'darwin'],
  reads: ['~/.ssh/authorized_keys: mode, age, kinds and lengths of keys', 'mode of ~/.ssh'],
  fix: 'chmod 700 ~/.ssh; chmod 600 ~/.ssh/authorized_keys; remove DSA, short RSA and unknown keys',
  references: ['cis-debian12.5.1.1', 'nist-800-53.ia-5', 'attack.t1098.004'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const { path: home } of facts.homes.users) {
      const found = await expand(facts.root, `${home}/.ssh/authorized_keys*`);
      for (const gap of found.gaps) results.push(notEvaluated(`${home}/.ssh`, gap));
      for (const path of found.paths) results.push(await judgeFile(facts, home, path));
    }
    return results.length > 0
      ? results
      : [notApplicable('authorized_keys', 'No user may log in with a key.')];
  },
};

async function judgeFile({ root, now_ms }: HostFacts, home: string, path: string): Promise<CheckResult> {
  const [info, folder, text] = await Promise.all([
    root.stat(path),
    root.stat(`${home}/.ssh`),
    root.readText(path, FILE_BYTES_MAX),
  ]);
  if (!info.ok) return notEvaluated(path, info.message);
  if (!text.ok) return notEvaluated(path, text.message);
  const problems: string[] = [];
  let severity: 'critical' | 'medium' = 'medium';
  for (const [name, mode] of [
    [path, info.value.mode],
    [`${home}/.ssh`, folder.ok ? folder.value.mode : 0],
  ] as const)
    if ((mode & 0o022) !== 0) {
      problems.push(`${name} can be written by others (${octal(mode)})`);
      severity = 'critical';
    }
  const keys = text.value.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  for (const line of keys) {
    const weakness = weaknessOf(line);
    if (weakness !== null) problems.push(weakness);
  }
  if (keys.length > 0 && now_ms - info.value.mtime_ms > YEAR_MS)
    problems.push('the list was not touched for more than a year');
  if (problems.length === 0) return pass(path, `${keys.length} keys; only the owner can add one.`);
  return fail(path, nameSome(problems), {
    severity: problems.length === 1 && problems[0]?.startsWith('the list was') ? 'low' : severity,
  });
}

/** What is wrong with a key, by its kind and the length of an RSA modulus (RFC 4253 §6.6). */
function weaknessOf(line: string): string | null {
  const [, kind = '', body = ''] =
    /(?:^|\s)(ssh-dss|ssh-rsa|ecdsa-sha2-\S{1,40}|ssh-ed25519|sk-\S{1,60})\s+([A-Za-z0-9+/=]{1,4000})/.exec(
      line,
    ) ?? [];
  if (kind === 'ssh-dss') return 'a DSA key';
  if (kind !== 'ssh-rsa') return null;
  const data = Buffer.from(body, 'base64');
  let at = 0;
  let length = 0;
  // Three fields: the kind, the exponent, the modulus.
  for (let field = 0; field < 3; field += 1) {
    if (at + 4 > data.length) return null;
    length = data.readUInt32BE(at);
    at += 4 + length;
  }
  const bits = (length - 1) * 8;
  return bits < RSA_BITS_MIN ? `an RSA key of ${bits} bits` : null;
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass, unread } from '../results.ts';
import { readShadow } from './shadow.ts';

const ACCOUNTS = { category: 'accounts', platforms: ['linux'], severity: 'medium' } as const;
const FILE_BYTES_MAX = 262_144;
const STRONG = new Set(['YESCRYPT', 'SHA512', 'SHA256', 'BCRYPT', 'GOST-YESCRYPT']);
const WEAK_KINDS = new Set(['MD5', 'DES']);

export const passwordHash: HostCheck = {
  ...ACCOUNTS,
  id: 'HA-03',
  title: 'Passwords are kept with a weak hash',
  why: 'MD5 and DES hashes are tried by the billion a second once someone has the file.',
  reads: ['ENCRYPT_METHOD in /etc/login.defs', '/etc/shadow (root, or the probe helper)'],
  fix: 'sed -i "s/^ENCRYPT_METHOD.*/ENCRYPT_METHOD YESCRYPT/" /etc/login.defs; then set the affected passwords anew',
  references: ['cis-debian12.5.4.1.4', 'nist-800-53.ia-5'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const defs = await readLoginDefs(facts);
    if (!defs.ok) results.push(unread('/etc/login.defs', defs));
    else {
      const method = defs.value.get('ENCRYPT_METHOD');
      if (method === undefined)
        results.push(pass('ENCRYPT_METHOD', 'Not set: PAM decides, and its default is yescrypt or SHA-512.'));
      else
        results.push(
          STRONG.has(method.toUpperCase())
            ? pass('ENCRYPT_METHOD', `ENCRYPT_METHOD is ${method}.`)
            : fail('ENCRYPT_METHOD', `ENCRYPT_METHOD is ${method}.`),
        );
    }
    const shadow = await readShadow(facts);
    if (!shadow.ok) results.push(notEvaluated('/etc/shadow', shadow.message));
    else {
      const weak = shadow.value.filter(({ kind }) => WEAK_KINDS.has(kind));
      results.push(
        weak.length === 0
          ? pass('/etc/shadow', `None of ${shadow.value.length} accounts has an MD5 or DES hash.`)
          : fail('/etc/shadow', weak.map(({ name, kind }) => `${name}: ${kind}`).join('; ')),
      );
    }
    return results;
  },
};

export const passwordQuality: HostCheck = {
  ...ACCOUNTS,
  id: 'HA-04',
  title: 'Weak passwords are accepted and guessing is not slowed',
  why: 'Without a quality check and a lock after failures, a password is a matter of patience.',
  reads: [
    '/etc/pam.d/common-password, common-auth, system-auth, password-auth',
    '/etc/security/pwquality.conf, faillock.conf',
  ],
  fix: 'apt-get install libpam-pwquality, and enable pam_faillock: pam-auth-update --enable faillock faillock_notify',
  references: ['cis-debian12.5.3.3.1', 'cis-debian12.5.3.3.2', 'nist-800-53.ac-7'],
  async evaluate(facts) {
    const found = await expand(facts.root, '/etc/pam.d/*');
    const texts: string[] = [];
    for (const path of found.paths.filter((path) =>
      /\/(?:common-(?:auth|password|account)|system-auth|password-auth|login)$/.test(path),
    )) {
      const text = await facts.root.readText(path, FILE_BYTES_MAX);
      if (!text.ok) return [notEvaluated(path, text.message)];
      texts.push(
        text.value
          .split('\n')
          .filter((line) => !line.startsWith('#'))
          .join('\n'),
      );
    }
    if (found.paths.length === 0)
      return found.gaps.length > 0
        ? [notEvaluated('/etc/pam.d', found.gaps.join(' '))]
        : [notApplicable('/etc/pam.d', 'PAM is not used here.')];
    const text = texts.join('\n');
    const quality = /pam_(?:pwquality|passwdqc|cracklib)\.so/.exec(text)?.[0];
    const lock = /pam_(?:faillock|tally2)\.so/.exec(text)?.[0];
    return [
      quality === undefined
        ? fail('quality of passwords', 'No module of PAM checks new passwords (pam_pwquality, pam_passwdqc).')
        : pass('quality of passwords', quality),
      lock === undefined
        ? fail('lock after failures', 'No module of PAM locks after failed logins (pam_faillock).')
        : pass('lock after failures', lock),
    ];
  },
};

/** Words of /etc/login.defs by their name. */
export async function readLoginDefs({ root }: HostFacts) {
  const text = await root.readText('/etc/login.defs', FILE_BYTES_MAX);
  if (!text.ok) return text;
  const values = text.value.split('\n').flatMap((line): [string, string][] => {
    const [, key, value] = /^\s{0,8}([A-Z_]{1,60})\s+(\S{1,200})/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  return { ok: true as const, value: new Map(values) };
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import type { SshdConfig } from '../../ssh/sshd-config.ts';
import { compareDebian } from '../../versions/debian.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';
import { judgeServer } from './server.ts';

const WEAK: readonly (readonly [key: string, pattern: RegExp])[] = [
  [
    'Ciphers',
    /(?:^|,)\+?(?:3des-cbc|aes\d{3}-cbc|arcfour\d{0,3}|blowfish-cbc|cast128-cbc|rijndael-cbc@\S{1,40})(?:,|$)/i,
  ],
  ['MACs', /(?:^|,)\+?(?:hmac-md5|hmac-sha1|hmac-ripemd160|umac-64)\S{0,40}(?:,|$)/i],
  [
    'KexAlgorithms',
    /(?:^|,)\+?(?:diffie-hellman-group(?:1|14)-sha1|diffie-hellman-group-exchange-sha1)(?:,|$)/i,
  ],
  ['HostKeyAlgorithms', /(?:^|,)\+?(?:ssh-rsa|ssh-dss)(?:,|$)/i],
];
/** From here on the built-in lists hold no weak key exchange and no ssh-rsa with SHA-1. */
const GOOD_DEFAULTS_FROM = '1:8.8';

export const algorithms: HostCheck = {
  id: 'HS-03',
  category: 'ssh',
  title: 'SSH offers weak ciphers, MACs or key exchange',
  why: 'What is offered can be chosen by whoever sits in between.',
  severity: 'medium',
  platforms: ['linux'],
  reads: ['/etc/ssh/sshd_config with what it includes', 'sshd -T (as root)', 'version of openssh-server'],
  fix: 'Remove Ciphers, MACs and KexAlgorithms from sshd_config, so that the built-in lists hold; then: sshd -t && systemctl reload ssh',
  references: ['cis-debian12.5.1.6', 'cis-debian12.5.1.12', 'cis-debian12.5.1.15', 'nist-800-53.sc-13'],
  async evaluate(facts) {
    return await judgeServer(facts, async (config) => {
      const weak = weakIn(config);
      if (weak.length > 0) return weak;
      const isSet = WEAK.some(([key]) => config.get(key) !== null);
      const { debian } = await facts.inventory();
      const server = debian.ok ? debian.value.find(({ name }) => name === 'openssh-server') : undefined;
      if (isSet) return [pass('algorithms', 'The lists in sshd_config hold no weak algorithm.')];
      if (server === undefined)
        return [
          notEvaluated('algorithms', 'The built-in lists hold, and the version of the server is not known.'),
        ];
      return (compareDebian(server.version, GOOD_DEFAULTS_FROM) ?? -1) >= 0
        ? [pass('algorithms', `The built-in lists of openssh-server ${server.version} hold.`)]
        : [fail('algorithms', `The built-in lists of openssh-server ${server.version} hold SHA-1.`)];
    });
  },
};

function weakIn(config: SshdConfig): CheckResult[] {
  return WEAK.flatMap(([key, pattern]) => {
    const set = config.get(key);
    // A list with `-` in front takes away from the built-in one.
    if (set === null || set.value.startsWith('-')) return [];
    const name = pattern.exec(set.value)?.[0].replaceAll(',', '');
    return name === undefined ? [] : [fail(key, `${key} holds ${name} (${set.from}).`)];
  });
}

/** Flaws of the server by the version of the package, not by its banner: distributions mend without raising it. */
const FLAWS = [
  {
    id: 'CVE-2024-6387',
    what: 'regreSSHion: code runs as root before any login',
    from: '1:8.5p1',
    fixedUpstream: '1:9.8p1',
    fixed: {
      deb12: '1:9.2p1-2+deb12u3',
      'ubuntu0.10': '1:8.9p1-3ubuntu0.10',
      'ubuntu13.': '1:9.6p1-3ubuntu13.3',
    },
    severity: 'critical',
  },
  {
    id: 'CVE-2023-48795',
    what: 'Terrapin: the start of a session can be cut',
    from: '0',
    fixedUpstream: '1:9.6p1',
    fixed: { deb12: '1:9.2p1-2+deb12u2', deb11: '1:8.4p1-5+deb11u3', 'ubuntu0.10': '1:8.9p1-3ubuntu0.6' },
    severity: 'medium',
  },
] as const;

export const serverRelease: HostCheck = {
  id: 'HS-04',
  category: 'ssh',
  title: 'The SSH server has a known flaw',
  why: 'regreSSHion gives root to whoever reaches the port; Terrapin weakens every session.',
  severity: 'high',
  exposes: true,
  platforms: ['linux'],
  reads: ['version of openssh-server in /var/lib/dpkg/status'],
  fix: 'apt-get update && apt-get install --only-upgrade openssh-server',
  references: ['nist-800-53.si-2', 'attack.t1190'],
  async evaluate(facts) {
    const { debian } = await facts.inventory();
    if (!debian.ok) return [notEvaluated('openssh-server', debian.message)];
    const server = debian.value.find(({ name }) => name === 'openssh-server');
    if (server === undefined) return [notApplicableHere(facts)];
    return FLAWS.map(({ id, what, from, fixedUpstream, fixed, severity }) => {
      const seen = `openssh-server ${server.version}`;
      const line = Object.entries(fixed).find(([mark]) => sameLine(server.version, mark));
      const limit = line?.[1] ?? fixedUpstream;
      const order = compareDebian(server.version, limit);
      if (order === null)
        return notEvaluated(id, `The version ${JSON.stringify(server.version)} has no known form.`);
      const isOlder = order < 0 && (compareDebian(server.version, from) ?? 0) >= 0;
      return isOlder
        ? fail(id, `${seen}: ${what}; mended in ${limit}.`, { severity })
        : pass(id, `${seen} does not have it.`);
    });
  },
};

/** `deb12` marks a line of a release; Ubuntu's lines are told apart by the upstream version before the mark. */
function sameLine(version: string, mark: string): boolean {
  if (mark.startsWith('deb'))
    return (
      version.includes(`+${mark}`) ||
      (mark === 'deb12' && version.startsWith('1:9.2p1-2')) ||
      (mark === 'deb11' && version.startsWith('1:8.4p1-5'))
    );
  return mark === 'ubuntu0.10' ? /^1:8\.9p1-3ubuntu0\./.test(version) : /^1:9\.6p1-3ubuntu13/.test(version);
}

function notApplicableHere({ platform }: HostFacts): CheckResult {
  return {
    result: 'not_applicable',
    subject: 'openssh-server',
    evidence: '',
    reason: `openssh-server is not installed as a package (${platform}).`,
  };
}

import { createHash } from 'node:crypto';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, pass } from '../results.ts';

/** What everything else on a machine relies on. */
const PACKAGES = [
  'openssh-server',
  'openssh-client',
  'sudo',
  'login',
  'passwd',
  'libpam-modules',
  'libpam0g',
  'libpam-runtime',
  'coreutils',
  'bash',
  'dash',
  'util-linux',
  'systemd',
  'cron',
  'apt',
  'dpkg',
  'procps',
  'iproute2',
  'nftables',
  'caddy',
  'nats-server',
  'nodejs',
];
const FILE_BYTES_MAX = 128 * 1_048_576;
const LIST_BYTES_MAX = 4 * 1_048_576;
/** Programs and libraries; scripts and documentation of large packages may differ without harm. */
const RELEVANT =
  /^(?:usr\/)?(?:s?bin\/[^/]+|lib(?:exec)?\/.{0,200}\.so(?:\.[\d.]{1,20})?|lib\/systemd\/[^/]+|lib\/openssh\/[^/]+)$/;

export const packageFiles: HostCheck = {
  id: 'HK-08',
  category: 'kernel',
  title: 'A program of the system is not what its package brought',
  why: 'A changed sshd, sudo or PAM module lets someone in again whenever they like.',
  severity: 'high',
  platforms: ['linux'],
  reads: ['md5sums of security-relevant packages in /var/lib/dpkg/info, and their files'],
  fix: 'apt-get install --reinstall <package>, after a look at the file and its date',
  references: ['nist-800-53.si-7', 'attack.t1554'],
  async evaluate(facts) {
    const changed: string[] = [];
    const gaps: string[] = [];
    let seen = 0;
    for (const name of PACKAGES)
      for (const list of (await expand(facts.root, `/var/lib/dpkg/info/${name}*.md5sums`)).paths) {
        if (!new RegExp(`/${name}(?::\\w{1,20})?\\.md5sums$`).test(list)) continue;
        seen += await comparePackage(facts, list, name, changed, gaps);
      }
    if (seen === 0)
      return gaps.length > 0
        ? gapsOf('packages', gaps)
        : [notApplicable('packages', 'No list of checksums of a package of Debian is here.')];
    if (changed.length > 0)
      return [
        fail('packages', nameSome(changed), {
          fix: `apt-get install --reinstall ${[...new Set(changed.map((text) => /\((\S+)\)/.exec(text)?.[1] ?? ''))].join(' ')}`,
        }),
        ...gapsOf('packages', gaps),
      ];
    return [
      pass('packages', `${seen} programs and libraries are as their packages brought them.`),
      ...gapsOf('packages', gaps),
    ];
  },
};

async function comparePackage(
  { root }: HostFacts,
  list: string,
  name: string,
  changed: string[],
  gaps: string[],
): Promise<number> {
  const text = await root.readText(list, LIST_BYTES_MAX);
  if (!text.ok) {
    gaps.push(text.message);
    return 0;
  }
  let seen = 0;
  for (const line of text.value.split('\n')) {
    const [, wanted, file = ''] = /^([0-9a-f]{32})\s{1,4}(\S{1,400})$/.exec(line) ?? [];
    if (wanted === undefined || !RELEVANT.test(file)) continue;
    const bytes = await root.readBytes(`/${file}`, FILE_BYTES_MAX);
    if (!bytes.ok) {
      if (bytes.code === 'missing') changed.push(`/${file} is gone (${name})`);
      else gaps.push(bytes.message);
      continue;
    }
    seen += 1;
    if (createHash('md5').update(bytes.value).digest('hex') !== wanted)
      changed.push(`/${file} was changed (${name})`);
  }
  return seen;
}

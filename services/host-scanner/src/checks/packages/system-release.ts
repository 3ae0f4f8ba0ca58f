import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import { parseStanza } from '../../inventory/dpkg.ts';
import { readPlist } from '../../plists/read-plist.ts';
import { compareDebian } from '../../versions/debian.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, nameSome, notApplicable, notEvaluated, pass } from '../results.ts';

const PACKAGES = { category: 'packages', platforms: ['linux'], severity: 'medium' } as const;
const SMALL_FILE_BYTES = 262_144;
const MAC_VERSION = '/System/Library/CoreServices/SystemVersion.plist';
/** Ends of security support by the vendors' own pages; for Debian that of the LTS team. */
const ENDS: Readonly<Record<string, string>> = {
  'debian 9': '2022-06-30',
  'debian 10': '2024-06-30',
  'debian 11': '2026-08-31',
  'debian 12': '2028-06-30',
  'debian 13': '2030-06-30',
  'ubuntu 18.04': '2023-05-31',
  'ubuntu 20.04': '2025-05-31',
  'ubuntu 22.04': '2027-04-30',
  'ubuntu 24.04': '2029-04-30',
  'ubuntu 26.04': '2031-04-30',
  'macos 12': '2024-09-16',
  'macos 13': '2025-09-15',
};

export const kernelReboot: HostCheck = {
  ...PACKAGES,
  id: 'HP-04',
  title: 'The machine must be started again to use its updates',
  why: 'The old kernel and libraries run on, with the flaws that the update mended on disk.',
  reads: ['/run/reboot-required', '/proc/version', 'linux-image packages in /var/lib/dpkg/status'],
  fix: 'systemctl reboot',
  references: ['nist-800-53.si-2'],
  async evaluate(facts) {
    const marks = await Promise.all(
      ['/run/reboot-required', '/var/run/reboot-required'].map((path) => facts.root.stat(path)),
    );
    if (marks.some(({ ok }) => ok)) return [fail('reboot', '/run/reboot-required exists.')];
    const { debian } = await facts.inventory();
    const version = await facts.root.readText('/proc/version', 4_096);
    const running = version.ok ? /^Linux version (\S{1,100})/.exec(version.value)?.[1] : undefined;
    const images = debian.ok
      ? debian.value.flatMap(({ name }) => /^linux-image-(\d\S{1,100})$/.exec(name)?.[1] ?? [])
      : [];
    if (!debian.ok) return [notEvaluated('kernel', debian.message)];
    if (images.length === 0)
      return [
        notApplicable(
          'kernel',
          'No kernel is installed as a package (a container, or a kernel from outside).',
        ),
      ];
    if (running === undefined)
      return [
        notEvaluated('kernel', version.ok ? '/proc/version does not name the kernel.' : version.message),
      ];
    const newest = images.toSorted((a, b) => compareDebian(a, b) ?? 0).at(-1) ?? running;
    if (!images.includes(running) && (compareDebian(running, newest) ?? 0) < 0)
      return [fail('kernel', `${running} runs, and its package is gone; ${newest} is installed.`)];
    return (compareDebian(running, newest) ?? 0) < 0
      ? [fail('kernel', `${running} runs, ${newest} is installed.`)]
      : [pass('kernel', `${running} runs, the newest installed.`)];
  },
};

export const systemRelease: HostCheck = {
  ...PACKAGES,
  id: 'HP-05',
  title: 'The system’s release gets no more security updates',
  why: 'Every flaw found from now on stays.',
  severity: 'high',
  platforms: ['linux', 'darwin'],
  reads: ['/etc/os-release', MAC_VERSION],
  fix: 'Upgrade to the next release: change the suite in /etc/apt/sources.list, then apt-get update && apt-get full-upgrade',
  references: ['nist-800-53.sa-22'],
  async evaluate(facts) {
    const name = await releaseName(facts);
    if (!name.ok) return [notEvaluated('release', name.message)];
    const end = ENDS[name.value];
    const today = new Date(facts.now_ms).toISOString().slice(0, 10);
    if (end === undefined)
      return [notEvaluated('release', `${name.value} is not in the list of releases that ships.`)];
    return [
      end < today
        ? fail('release', `${name.value}: support ended on ${end}.`)
        : pass('release', `${name.value}: supported until ${end}.`),
    ];
  },
};

async function releaseName({ root, platform }: HostFacts) {
  if (platform === 'darwin') {
    const plist = await readPlist(root, MAC_VERSION);
    return plist.ok
      ? { ok: true as const, value: `macos ${String(plist.value.get('ProductVersion') ?? '').split('.')[0]}` }
      : plist;
  }
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = await root.readText(path, SMALL_FILE_BYTES);
    if (!text.ok) continue;
    const field = (key: string) =>
      new RegExp(`^${key}="?([^"\\n]{1,60})"?$`, 'm').exec(text.value)?.[1] ?? '';
    return { ok: true as const, value: `${field('ID')} ${field('VERSION_ID')}`.trim().toLowerCase() };
  }
  return { ok: false as const, message: 'Neither /etc/os-release nor /usr/lib/os-release can be read.' };
}

export const aptSources: HostCheck = {
  ...PACKAGES,
  id: 'HP-06',
  title: 'A package source of strangers may sign for everything, or is not signed',
  why: 'A key without Signed-By is trusted for every package of the system, be it the kernel.',
  reads: [
    '/etc/apt/sources.list',
    '/etc/apt/sources.list.d/*',
    '/etc/apt/trusted.gpg',
    '/etc/apt/trusted.gpg.d/*',
  ],
  fix: 'Give each foreign source Signed-By: /etc/apt/keyrings/<name>.gpg and an https address; remove keys from trusted.gpg.d',
  references: ['cis-debian12.1.2.1.2', 'nist-800-53.si-7', 'attack.t1195.002'],
  async evaluate({ root }) {
    const paths = [
      ...(await expand(root, '/etc/apt/sources.list')).paths,
      ...(await expand(root, '/etc/apt/sources.list.d/*')).paths,
    ].filter((path) => /\.(?:list|sources)$/.test(path));
    if (paths.length === 0) return [notApplicable('sources', 'apt has no source here.')];
    const results: CheckResult[] = [];
    for (const path of paths) {
      const text = await root.readText(path, SMALL_FILE_BYTES);
      if (!text.ok) results.push(notEvaluated(path, text.message));
      else {
        const problems = path.endsWith('.sources') ? judgeStanzas(text.value) : judgeLines(text.value);
        results.push(
          problems.length > 0
            ? fail(path, nameSome(problems))
            : pass(path, 'Every source of others names its key.'),
        );
      }
    }
    return results;
  },
};

const OWN_HOSTS = /^https?:\/\/(?:[\w.-]{1,80}\.)?(?:debian\.org|ubuntu\.com)(?:\/|$)/;

function judgeLines(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, options = '', address = ''] =
      /^\s*deb(?:-src)?\s+(?:\[([^\]]{0,500})\]\s+)?(\S{1,300})/.exec(line) ?? [];
    return judgeSource(address, /signed-by=/i.test(options), /trusted=yes/i.test(options));
  });
}

function judgeStanzas(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = parseStanza(
      stanza
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .join('\n'),
    );
    if (/^no$/i.test(fields.get('Enabled') ?? '')) return [];
    const isSigned = fields.has('Signed-By');
    return (fields.get('URIs') ?? '')
      .split(/\s+/)
      .flatMap((address) => judgeSource(address, isSigned, /^yes$/i.test(fields.get('Trusted') ?? '')));
  });
}

function judgeSource(address: string, isSigned: boolean, isTrusted: boolean): string[] {
  if (address === '') return [];
  if (isTrusted) return [`${address} is trusted without a signature`];
  if (OWN_HOSTS.test(address)) return [];
  if (!isSigned) return [`${address} has no Signed-By`];
  return address.startsWith('http:') ? [`${address} is fetched without TLS`] : [];
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import { readAptReleases, readSecurityVersions } from '../../inventory/apt-lists.ts';
import { compareDebian } from '../../versions/debian.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, nameSome, notApplicable, notEvaluated, pass } from '../results.ts';

const PACKAGES = { category: 'packages', platforms: ['linux'], severity: 'medium' } as const;
const DAY_MS = 24 * 3_600_000;
/** Older lists may miss an update that is already exploited. */
const LIST_AGE_MAX_MS = 7 * DAY_MS;

export const securityUpdates: HostCheck = {
  ...PACKAGES,
  id: 'HP-01',
  title: 'Security updates of the system are waiting',
  why: 'Each is a published flaw with a published remedy: attackers read the same lists.',
  severity: 'high',
  reads: ['/var/lib/dpkg/status', 'package lists of security archives in /var/lib/apt/lists'],
  fix: 'apt-get update && apt-get upgrade',
  references: ['cis-debian12.1.2.2.1', 'nist-800-53.si-2'],
  async evaluate(facts) {
    const { debian } = await facts.inventory();
    if (!debian.ok)
      return debian.code === 'missing'
        ? [notApplicable('packages', 'No package database of Debian is here.')]
        : [notEvaluated('packages', debian.message)];
    const offered = await readSecurityVersions(facts.root);
    if (!offered.ok) return [notEvaluated('security updates', offered.message)];
    const newest = new Map<string, string>();
    for (const { name, version, architecture } of offered.value) {
      const key = `${name}:${architecture}`;
      if ((compareDebian(version, newest.get(key) ?? '0~') ?? 0) > 0) newest.set(key, version);
    }
    const waiting = debian.value.flatMap(({ name, version, architecture }) => {
      const candidate = newest.get(`${name}:${architecture}`) ?? newest.get(`${name}:all`);
      return candidate !== undefined && (compareDebian(version, candidate) ?? 0) < 0
        ? [`${name} ${version} -> ${candidate}`]
        : [];
    });
    const named = (await facts.matches()).vulnerabilities.filter(({ ecosystem }) => ecosystem === 'Debian');
    if (named.length > 0)
      return [
        fail(
          'security updates',
          `${waiting.length} packages wait for updates. Advisories name: ${nameSome(named.map(({ package: name, version, advisory, exploited }) => `${name} ${version} ${advisory}${exploited ? ' (exploited)' : ''}`))}`,
          {
            severity: named.some(({ exploited }) => exploited) ? 'critical' : 'high',
          },
        ),
      ];
    if (waiting.length > 0)
      return [fail('security updates', `${waiting.length} packages: ${nameSome(waiting)}`)];
    const releases = await readAptReleases(facts.root);
    const dated = releases.ok
      ? Math.max(
          0,
          ...releases.value
            .filter(({ isSecurity }) => isSecurity)
            .map(({ dated_ms, fetched_ms }) => dated_ms ?? fetched_ms),
        )
      : 0;
    if (facts.now_ms - dated > LIST_AGE_MAX_MS)
      return [
        notEvaluated(
          'security updates',
          `None is waiting by lists of ${dated === 0 ? 'an unknown date' : new Date(dated).toISOString().slice(0, 10)}, which are too old to call the system up to date. Run: apt-get update`,
        ),
      ];
    return [
      pass(
        'security updates',
        `None is waiting; ${debian.value.length} packages compared with lists of ${new Date(dated).toISOString().slice(0, 10)}.`,
      ),
    ];
  },
};

export const packageIndex: HostCheck = {
  ...PACKAGES,
  id: 'HP-02',
  title: 'The package lists are old or expired',
  why: 'Without new lists nobody learns of updates, and an expired one may be replayed by someone in between.',
  reads: ['*_InRelease in /var/lib/apt/lists'],
  fix: 'apt-get update; systemctl enable --now apt-daily.timer',
  references: ['nist-800-53.si-2', 'cis-debian12.1.2.1.1'],
  async evaluate(facts) {
    const releases = await readAptReleases(facts.root);
    if (!releases.ok)
      return releases.code === 'missing'
        ? [notApplicable('package lists', 'apt is not used here.')]
        : [notEvaluated('package lists', releases.message)];
    if (releases.value.length === 0)
      return [fail('package lists', 'There are none: apt-get update never ran, or its lists were removed.')];
    const dates = releases.value.map(({ fetched_ms }) => fetched_ms);
    const expired = releases.value.filter(
      ({ valid_until_ms }) => valid_until_ms !== null && valid_until_ms < facts.now_ms,
    );
    const results: CheckResult[] = [];
    if (expired.length > 0)
      results.push(
        fail(
          'Valid-Until',
          nameSome(
            expired.map(
              ({ path, valid_until_ms }) =>
                `${path.slice(path.lastIndexOf('/') + 1)} ended on ${new Date(valid_until_ms ?? 0).toISOString().slice(0, 10)}`,
            ),
          ),
        ),
      );
    const age = facts.now_ms - Math.max(...dates);
    const days = Math.floor(age / DAY_MS);
    results.push(
      age > LIST_AGE_MAX_MS
        ? fail('package lists', `The newest is ${days} days old.`)
        : pass('package lists', `The newest is ${days} days old.`),
    );
    return results;
  },
};

export const automaticUpdates: HostCheck = {
  ...PACKAGES,
  id: 'HP-03',
  title: 'Security updates are not installed by themselves',
  why: 'Flaws are exploited within days; people look at updates when they have time.',
  reads: ['/etc/apt/apt.conf', '/etc/apt/apt.conf.d/*', '/var/lib/dpkg/status'],
  fix: 'apt-get install unattended-upgrades && dpkg-reconfigure -plow unattended-upgrades',
  references: ['cis-debian12.1.2.2.1', 'nist-800-53.si-2'],
  async evaluate(facts) {
    const folder = await facts.root.stat('/etc/apt');
    if (!folder.ok)
      return folder.code === 'missing'
        ? [notApplicable('apt', 'apt is not used here.')]
        : [notEvaluated('apt', folder.message)];
    const paths = [
      ...(await expand(facts.root, '/etc/apt/apt.conf')).paths,
      ...(await expand(facts.root, '/etc/apt/apt.conf.d/*')).paths,
    ];
    let setting: { value: string; path: string } | null = null;
    for (const path of paths) {
      const text = await facts.root.readText(path, 262_144);
      if (!text.ok) return [notEvaluated(path, text.message)];
      const value = /^\s*APT::Periodic::Unattended-Upgrade\s+"?(\w{1,10})"?;/m.exec(text.value)?.[1];
      if (value !== undefined) setting = { value, path };
    }
    const { debian } = await facts.inventory();
    const isInstalled = debian.ok && debian.value.some(({ name }) => name === 'unattended-upgrades');
    if (setting === null)
      return [
        fail(
          'unattended-upgrades',
          `No file of /etc/apt/apt.conf.d switches it on${isInstalled ? '; the package is installed' : ''}.`,
        ),
      ];
    if (setting.value === '0') return [fail('unattended-upgrades', `Switched off in ${setting.path}.`)];
    if (debian.ok && !isInstalled)
      return [
        fail('unattended-upgrades', `Switched on in ${setting.path}, but the package is not installed.`),
      ];
    return [pass('unattended-upgrades', `Switched on in ${setting.path}.`)];
  },
};

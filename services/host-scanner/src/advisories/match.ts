import type { Vulnerability } from '@clawnex/proto/events/host.ts';
import { SEVERITIES } from '@clawnex/proto/scan.ts';
import type { PackageItem } from '../inventory/package-item.ts';
import { compareDebian } from '../versions/debian.ts';
import { compareOpenClaw } from '../versions/openclaw.ts';
import type { VersionOrder } from '../versions/order.ts';
import { comparePep440 } from '../versions/pep440.ts';
import { compareSemver } from '../versions/semver.ts';
import type { Advisory, AdvisorySet, Affected, VersionRange } from './advisory.ts';
import { ageOf } from './data-age.ts';

const OPENCLAW_NAMES = new Set(['openclaw', 'clawdbot', 'moltbot']);

export interface Matches {
  readonly vulnerabilities: readonly Vulnerability[];
  /** Packages that an advisory names with a version of no known form: neither vulnerable nor clean. */
  readonly unknown: readonly PackageItem[];
}

/** What advisories say of the given packages: exploited and malicious ones first, then by severity. */
export function matchAdvisories(
  sets: readonly AdvisorySet[],
  items: readonly PackageItem[],
  now_ms: number,
): Matches {
  const byPackage = new Map<string, { advisory: Advisory; affected: Affected; set: AdvisorySet }[]>();
  const exploited = new Set(sets.flatMap((set) => set.exploited));
  for (const set of sets)
    for (const advisory of set.advisories)
      for (const affected of advisory.affected) {
        const key = keyOf(affected.ecosystem, affected.package);
        const known = byPackage.get(key);
        if (known === undefined) byPackage.set(key, [{ advisory, affected, set }]);
        else known.push({ advisory, affected, set });
      }
  const found = new Map<string, Vulnerability>();
  const unknown = new Set<PackageItem>();
  for (const item of items) {
    for (const { advisory, affected, set } of byPackage.get(keyOf(item.ecosystem, item.name)) ?? []) {
      // `Debian:12` is about one release only.
      const [, release] = affected.ecosystem.split(':');
      if (release !== undefined && item.release !== undefined && release !== item.release) continue;
      const answer = affects(affected, item);
      if (answer === null) unknown.add(item);
      if (answer !== true) continue;
      // The same flaw comes under several ids, and from several sources.
      const name = [advisory.id, ...advisory.aliases].find((id) => id.startsWith('CVE-')) ?? advisory.id;
      const key = `${name} ${item.path} ${item.name}`;
      if (found.has(key)) continue;
      found.set(key, {
        advisory: advisory.id,
        aliases: [...advisory.aliases],
        ecosystem: item.ecosystem,
        package: item.name,
        version: item.version,
        path: item.path,
        severity: advisory.severity,
        exploited: [advisory.id, ...advisory.aliases].some((id) => exploited.has(id)),
        malicious: advisory.malicious,
        fixed: fixedFor(affected, item),
        title: advisory.title,
        source: set.name,
        source_age: ageOf(set.dated_ms, now_ms),
      });
    }
  }
  return { vulnerabilities: [...found.values()].sort(byUrgency), unknown: [...unknown] };
}

function byUrgency(a: Vulnerability, b: Vulnerability): number {
  return (
    Number(b.exploited) - Number(a.exploited) ||
    Number(b.malicious) - Number(a.malicious) ||
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    (a.advisory + a.path < b.advisory + b.path ? -1 : 1)
  );
}

/** Whether an advisory's ranges hold the version; null where they cannot be compared. */
export function affects({ ranges, versions }: Affected, item: PackageItem): boolean | null {
  if (item.version === '') return ranges.some(isEverything) ? true : null;
  if (versions.includes(item.version)) return true;
  const order = orderOf(item);
  let isUnknown = false;
  for (const range of ranges) {
    const inside = isInside(range, item.version, order);
    if (inside === true) return true;
    if (inside === null) isUnknown = true;
  }
  return isUnknown ? null : versions.some((version) => order(version, item.version) === 0);
}

function isEverything({ introduced, fixed, last }: VersionRange): boolean {
  return introduced === null && fixed === null && last === null;
}

function isInside(
  { introduced, fixed, last }: VersionRange,
  version: string,
  order: VersionOrder,
): boolean | null {
  const bounds: (readonly [string, (difference: number) => boolean])[] = [];
  if (introduced !== null) bounds.push([introduced, (difference) => difference >= 0]);
  if (fixed !== null) bounds.push([fixed, (difference) => difference < 0]);
  if (last !== null) bounds.push([last, (difference) => difference <= 0]);
  let inside: boolean | null = true;
  for (const [bound, holds] of bounds) {
    const difference = order(version, bound);
    if (difference === null) inside = null;
    else if (!holds(difference)) return false;
  }
  return inside;
}

/** The release that ends the range the version is in. */
function fixedFor({ ranges }: Affected, item: PackageItem): string | null {
  const order = orderOf(item);
  return (
    ranges.find((range) => range.fixed !== null && isInside(range, item.version, order) === true)?.fixed ??
    null
  );
}

function orderOf({ ecosystem, name }: PackageItem): VersionOrder {
  if (ecosystem === 'PyPI') return comparePep440;
  if (ecosystem === 'Debian') return compareDebian;
  return OPENCLAW_NAMES.has(name) ? compareOpenClaw : compareSemver;
}

/** Names are case-sensitive on npm, and folded on PyPI (PEP 503). */
function keyOf(ecosystem: string, name: string): string {
  const [family = ''] = ecosystem.split(':');
  return `${family}/${family === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name}`;
}

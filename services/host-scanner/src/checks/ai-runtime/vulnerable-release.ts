import type { Vulnerability } from '@clawnex/proto/events/host.ts';
import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { AdvisorySet } from '../../advisories/advisory.ts';
import { ageOf, mayClear } from '../../advisories/data-age.ts';
import type { HostFacts } from '../../facts.ts';
import type { PackageItem } from '../../inventory/package-item.ts';
import { fail, nameSome, notEvaluated, pass } from '../results.ts';

/** What advisories say of given packages: one result for each place. Old data may say "vulnerable", never "clean". */
export async function judgeReleases(
  facts: HostFacts,
  items: readonly PackageItem[],
  product: string,
): Promise<CheckResult[]> {
  const { vulnerabilities, unknown } = await facts.matches();
  const results = new Map<string, CheckResult>();
  for (const item of items) {
    const subject = `${item.path} (${item.name} ${item.state})`;
    const hits = vulnerabilities.filter(
      ({ path, package: name, version }) =>
        path === item.path && name === item.name && version === item.version,
    );
    const seen = `${product} ${item.version}`;
    if (hits.length > 0) results.set(subject, describeHits(subject, seen, item, hits));
    else if (results.has(subject)) continue;
    else if (item.version === '')
      results.set(
        subject,
        notEvaluated(
          subject,
          `${item.path} runs ${item.name} without a version: whatever is newest when it starts.`,
        ),
      );
    else if (unknown.includes(item))
      results.set(
        subject,
        notEvaluated(subject, `The version ${JSON.stringify(item.version)} has no known form.`),
      );
    else results.set(subject, clear(subject, seen, facts));
  }
  return [...results.values()];
}

function describeHits(
  subject: string,
  seen: string,
  item: PackageItem,
  hits: readonly Vulnerability[],
): CheckResult {
  const fixes = hits.flatMap(({ fixed }) => fixed ?? []);
  const words = hits.map((hit) =>
    [hit.advisory, hit.exploited ? '(exploited)' : '', hit.title].filter((word) => word !== '').join(' '),
  );
  return fail(subject, `${seen}: ${hits.length} known. ${nameSome(words)}`, {
    severity: worstOf(hits),
    fix: fixFor(item, hits, fixes.at(-1)),
  });
}

/** What is exploited or malware counts as critical, whatever its score. */
export function worstOf(hits: readonly Vulnerability[]): Severity {
  if (hits.some(({ exploited, malicious }) => exploited || malicious)) return 'critical';
  const worst = Math.max(0, ...hits.map(({ severity }) => SEVERITIES.indexOf(severity)));
  return SEVERITIES[worst] ?? 'high';
}

function fixFor(
  { ecosystem, name, path, state }: PackageItem,
  hits: readonly Vulnerability[],
  fixed: string | undefined,
): string {
  if (hits.some(({ malicious }) => malicious))
    return `Remove ${name} from ${path}, rebuild the environment, and replace every credential that was on this machine.`;
  const wanted = fixed === undefined ? 'a release without the flaw' : `${fixed} or newer`;
  if (state === 'pinned') return `Raise ${name} in ${path} to ${wanted}, and install again.`;
  if (ecosystem === 'npm') return `npm install -g ${name}@latest (${wanted})`;
  return ecosystem === 'PyPI'
    ? `pip install --upgrade "${name}" (${wanted})`
    : `Upgrade ${name} to ${wanted}.`;
}

function clear(subject: string, seen: string, { advisories, now_ms }: HostFacts): CheckResult {
  const newest = newestOf(advisories);
  if (newest === null) return notEvaluated(subject, `${seen}: no advisories are loaded.`);
  const until = new Date(newest.dated_ms).toISOString().slice(0, 10);
  if (mayClear(ageOf(newest.dated_ms, now_ms)))
    return pass(subject, `${seen}: no advisory names it, as of ${until} (${newest.name}).`);
  return notEvaluated(
    subject,
    `${seen}: no advisory names it, but they end on ${until}, which is too long ago to call it clean. Import newer ones: clawnex advisories import <file>.`,
  );
}

function newestOf(sets: readonly AdvisorySet[]): AdvisorySet | null {
  return sets.toSorted((a, b) => b.dated_ms - a.dated_ms)[0] ?? null;
}

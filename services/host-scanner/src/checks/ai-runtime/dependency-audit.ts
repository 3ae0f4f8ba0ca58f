import type { Vulnerability } from '@clawnex/proto/events/host.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { ageOf, mayClear } from '../../advisories/data-age.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, notEvaluated, pass } from '../results.ts';
import { worstOf } from './vulnerable-release.ts';

/** Judged by checks of their own. */
const ELSEWHERE = new Set(['openclaw', 'clawdbot', 'moltbot', 'litellm']);

export const dependencyAudit: HostCheck = {
  id: 'AI-26',
  category: 'ai_runtime',
  title: 'Packages of the agent stack have known vulnerabilities',
  why: 'MCP servers, proxies and workspaces stand on hundreds of packages of others; an exploited flaw in one is a flaw in all.',
  severity: 'high',
  reads: ['installed packages, lock files, requirements', 'imported advisories'],
  platforms: ['linux', 'darwin'],
  fix: 'Raise the package in its lock file and install again (npm update <name>, pip install --upgrade <name>).',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'nist-800-53.si-2', 'nist-800-53.ra-5'],
  async evaluate(facts) {
    const { items, gaps } = await facts.inventory();
    const audited = items.filter(
      ({ ecosystem, name }) => (ecosystem === 'npm' || ecosystem === 'PyPI') && !ELSEWHERE.has(name),
    );
    if (audited.length === 0 && gaps.length === 0)
      return [notApplicable('packages', 'No package of npm or PyPI was found.')];
    const hits = (await facts.matches()).vulnerabilities.filter(
      ({ malicious, package: name }) => !malicious && !ELSEWHERE.has(name),
    );
    const results = [...Map.groupBy(hits, ({ package: name, path }) => `${path} (${name})`)].map(
      ([subject, found]) => describe(subject, found),
    );
    for (const ecosystem of ['npm', 'PyPI'] as const) {
      const count = audited.filter((item) => item.ecosystem === ecosystem).length;
      if (count > 0) results.push(judgeCoverage(facts, ecosystem, count));
    }
    return [...results, ...gapsOf('package folders', gaps)];
  },
};

function describe(subject: string, hits: readonly Vulnerability[]): CheckResult {
  const [first] = hits;
  const words = hits.map(
    ({ advisory, exploited, title }) => `${advisory}${exploited ? ' (exploited)' : ''} ${title}`,
  );
  const fixed = hits.flatMap((hit) => hit.fixed ?? []).at(-1);
  return fail(subject, `${first?.package} ${first?.version}: ${nameSome(words)}`, {
    severity: worstOf(hits),
    ...(fixed === undefined
      ? {}
      : { fix: `Raise ${first?.package} to ${fixed} or newer in ${first?.path}, and install again.` }),
  });
}

/** Whether the rest may be called clean: only by data that covers the ecosystem and is not old. */
function judgeCoverage(
  { advisories, advisoryProblem, now_ms }: HostFacts,
  ecosystem: 'npm' | 'PyPI',
  count: number,
): CheckResult {
  const subject = `packages of ${ecosystem}`;
  const covering = advisories.filter(
    (set) =>
      set.name !== 'built in' &&
      set.advisories.some(({ affected }) => affected.some((entry) => entry.ecosystem === ecosystem)),
  );
  if (covering.length === 0)
    return notEvaluated(
      subject,
      `No advisories of ${ecosystem} are imported; ${advisoryProblem ?? 'nothing is asked over the network by default.'} Import a bundle: clawnex advisories import <file>.`,
    );
  const newest = Math.max(...covering.map(({ dated_ms }) => dated_ms));
  const until = new Date(newest).toISOString().slice(0, 10);
  if (!mayClear(ageOf(newest, now_ms)))
    return notEvaluated(
      subject,
      `The advisories of ${ecosystem} end on ${until}: too long ago to call ${count} packages clean.`,
    );
  return pass(subject, `${count} packages compared with advisories up to ${until}.`);
}

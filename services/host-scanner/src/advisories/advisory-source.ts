import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { AdvisorySet } from './advisory.ts';
import { readAdvisoryFolder, readTrustedKeys } from './advisory-folder.ts';
import { fetchBundle } from './fetch-bundle.ts';

const FETCH_EVERY_MS = 24 * 3_600_000;

interface Advisories {
  readonly advisories: readonly AdvisorySet[];
  /** Why the configured address gave none. */
  readonly advisoryProblem: string | null;
}

/** The sets for the next scan: those imported into the home, and the one fetched, which stays in memory only. */
export function advisorySource(context: DaemonContext, url: string | undefined): () => Advisories {
  let fetched: AdvisorySet | null = null;
  let problem: string | null = null;
  const refresh = async (address: string) => {
    const bundle = await fetchBundle(address, readTrustedKeys(context.paths.home), context.clock.now());
    problem = bundle.ok ? null : bundle.message;
    if (bundle.ok) fetched = bundle.set;
    else context.log.warn({ url: address }, bundle.message);
    context.health.problem('advisories', problem);
  };
  if (url !== undefined) {
    const timer = setInterval(() => void refresh(url), FETCH_EVERY_MS);
    context.onStop('advisories', () => clearInterval(timer));
    void refresh(url);
  }
  return () => {
    const { sets, problems } = readAdvisoryFolder(context.paths.home);
    context.health.problem('advisory files', problems[0] ?? null);
    return { advisories: fetched === null ? sets : [...sets, fetched], advisoryProblem: problem };
  };
}

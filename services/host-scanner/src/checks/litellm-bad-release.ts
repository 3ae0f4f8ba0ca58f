import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';
import { findSitePackages } from '../packages/find-packages.ts';
import { LITELLM_RELEASES, problemsOf } from '../packages/releases.ts';
import { judgeRelease } from './judge-release.ts';
import { gapsOf, notApplicable, notEvaluated } from './results.ts';

/** Left behind by the malware of 1.82.8: Python runs it at every start, whatever release is installed now. */
const INDICATOR = 'litellm_init.pth';
const PACKAGES_MAX = 20_000;

export const litellmBadRelease: Check<HostFacts> = {
  id: 'litellm-bad-release',
  title: 'A tampered or exploited release of LiteLLM is installed',
  why: 'The proxy holds every model key. Releases 1.82.7 and 1.82.8 sent credentials away; older ones are taken over from the network.',
  severity: 'critical',
  reads: [
    'litellm-*.dist-info and litellm_init.pth in site-packages of the system, of homes, and of running programs',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'Rebuild the environment with a current release (pip install --upgrade litellm), then rotate every key that the proxy held.',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'attack.t1195.002'],
  async evaluate(facts) {
    const { paths, gaps } = await findSitePackages(facts);
    const results: CheckResult[] = [];
    for (const path of paths) {
      const listing = await facts.root.list(path, PACKAGES_MAX);
      if (!listing.ok) {
        results.push(notEvaluated(path, listing.message));
        continue;
      }
      const { names } = listing.value;
      if (names.includes(INDICATOR))
        results.push({
          result: 'fail',
          subject: `${path}/${INDICATOR}`,
          evidence: `${path}/${INDICATOR} exists: the mark of the malware in LiteLLM 1.82.8.`,
          fix: 'Take the machine off the network, delete the environment, and rotate every credential that was on it.',
        });
      for (const name of names) {
        const version = /^litellm-(.{1,60})\.dist-info$/.exec(name)?.[1];
        if (version === undefined) continue;
        results.push(
          judgeRelease('LiteLLM', `${path}/litellm`, version, problemsOf(version, LITELLM_RELEASES)),
        );
      }
    }
    if (results.length === 0 && gaps.length === 0)
      return [notApplicable('LiteLLM', `LiteLLM is in none of ${paths.length} package folders found.`)];
    return [...results, ...gapsOf('package folders', gaps)];
  },
};

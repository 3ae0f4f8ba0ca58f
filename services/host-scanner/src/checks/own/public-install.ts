import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, pass } from '../results.ts';
import { ownCaddyfiles } from './own-caddyfiles.ts';

const FILE_BYTES_MAX = 1_048_576;

export const publicInstall: HostCheck = {
  id: 'CN-02',
  category: 'clawnex',
  title: 'A public installation does without HTTPS, or does not know that it is public',
  why: 'Without its public address the dashboard cannot tell its own pages from those of others, nor whom a session came from.',
  severity: 'high',
  exposes: true,
  platforms: ['linux', 'darwin'],
  reads: [
    'public_url and trusted_proxy in <ClawNex home>/config.yaml and in the unit’s Environment=',
    'Caddyfile',
  ],
  fix: 'Set CLAWNEX_DASHBOARD_API_PUBLIC_URL=https://<name> and CLAWNEX_DASHBOARD_API_TRUSTED_PROXY=loopback, then restart clawnex-dashboard-api',
  references: ['nist-800-53.sc-8', 'nist-800-53.ac-3'],
  async evaluate(facts) {
    const sites = await ownCaddyfiles(facts);
    if (sites.files.length === 0 && sites.results.length === 0)
      return [notApplicable('public address', 'No Caddyfile serves the dashboard here.')];
    const url = await settingOf(facts, 'public_url', 'CLAWNEX_DASHBOARD_API_PUBLIC_URL');
    const proxy = await settingOf(facts, 'trusted_proxy', 'CLAWNEX_DASHBOARD_API_TRUSTED_PROXY');
    const results: CheckResult[] = [...sites.results];
    if (url === null)
      results.push(fail('public address', 'Caddy serves the dashboard, and public_url is not set.'));
    else
      results.push(
        url.startsWith('https://')
          ? pass('public address', `public_url is ${url}.`)
          : fail('public address', `public_url is ${url}: without TLS.`),
      );
    results.push(
      proxy === 'loopback'
        ? pass('trusted proxy', 'trusted_proxy is loopback.')
        : fail(
            'trusted proxy',
            `trusted_proxy is ${proxy ?? 'not set'}: every operator seems to come from this machine, and shares one limit of tries.`,
            { severity: 'medium' },
          ),
    );
    return results;
  },
};

/** From the unit's environment, else from the configuration file. */
async function settingOf(facts: HostFacts, key: string, variable: string): Promise<string | null> {
  for (const unit of (await facts.units()).units.filter(({ name }) => name.startsWith('clawnex-')))
    for (const line of unit.values('Service', 'Environment')) {
      const value = new RegExp(`(?:^|[\\s"])${variable}=([^\\s"]{1,300})`).exec(line)?.[1];
      if (value !== undefined) return value;
    }
  for (const home of facts.ownHomes) {
    const text = await facts.root.readText(`${home}/config.yaml`, FILE_BYTES_MAX);
    const value = text.ok
      ? new RegExp(`^\\s*${key}\\s*:\\s*["']?([^"'\\s#]{1,300})`, 'm').exec(text.value)?.[1]
      : undefined;
    if (value !== undefined) return value;
  }
  return null;
}

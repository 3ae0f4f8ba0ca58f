import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, pass } from '../results.ts';
import { ownCaddyfiles } from './own-caddyfiles.ts';

const HEADERS = ['Strict-Transport-Security', 'X-Content-Type-Options'];

export const caddyHeaders: HostCheck = {
  id: 'CN-04',
  category: 'clawnex',
  title: 'The public edge leaves out headers, or lets internal pages through',
  why: 'The headers keep browsers on HTTPS and from guessing types; health and metrics are for this machine only.',
  severity: 'medium',
  platforms: ['linux', 'darwin'],
  reads: ['Caddyfile'],
  fix: 'Use the Caddyfile that ships with ClawNex (CLAWNEX_SITE=<name> caddy run --config Caddyfile)',
  references: ['nist-800-53.sc-8', 'nist-800-53.sc-23'],
  async evaluate(facts) {
    const { files, results } = await ownCaddyfiles(facts);
    for (const { path, text } of files) {
      const missing = HEADERS.filter((name) => !new RegExp(name, 'i').test(text));
      const problems = missing.map((name) => `${name} is not set`);
      if (!/\/internal|\/metrics/.test(text))
        problems.push('/health, /metrics and /internal are not kept inside');
      if (/^\s*admin\s+(?!off\b)(?:0\.0\.0\.0|:\d)/m.test(text))
        problems.push('the admin endpoint listens outside');
      results.push(
        problems.length > 0
          ? fail(path, `${problems.join('; ')}.`)
          : pass(path, `${HEADERS.join(' and ')} are set, and internal pages stay inside.`),
      );
    }
    return results.length > 0
      ? results
      : [notApplicable('Caddyfile', 'No Caddyfile serves the dashboard here.')];
  },
};

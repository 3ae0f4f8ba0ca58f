import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';
import { judgePorts, orNoneListens, type WatchedPort } from './port-exposure.ts';

const PORTS: readonly WatchedPort[] = [{ port: 4012, name: 'ClawNex dashboard API' }];
const CADDY_FILES = [
  '/etc/caddy/Caddyfile',
  '/etc/caddy/*.caddy',
  '/opt/clawnex/Caddyfile',
  '/usr/local/etc/Caddyfile',
];
const FILE_BYTES_MAX = 1_048_576;

export const dashboardWithoutTls: HostCheck = {
  id: 'AI-04',
  category: 'ai_runtime',
  title: 'The dashboard is reachable without TLS',
  why: 'Sessions of operators and everything they see would cross the network in clear.',
  severity: 'high',
  exposes: true,
  reads: ['/proc/net/tcp', '/proc/net/tcp6', 'Caddyfile', '<ClawNex home>/config.yaml'],
  platforms: ['linux', 'darwin'],
  fix: 'Keep the dashboard-api on loopback, serve it through Caddy with a host name (CLAWNEX_SITE=soc.example.org), and set public_url to https.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.sc-8'],
  async evaluate(facts) {
    const results = [...judgePorts(facts, PORTS)];
    for (const pattern of CADDY_FILES)
      for (const path of (await expand(facts.root, pattern)).paths)
        results.push(...(await judgeCaddyfile(facts, path)));
    for (const home of facts.ownHomes) results.push(...(await judgeConfig(facts, `${home}/config.yaml`)));
    return orNoneListens(results, PORTS);
  },
};

async function judgeCaddyfile({ root }: HostFacts, path: string): Promise<CheckResult[]> {
  const text = await root.readText(path, FILE_BYTES_MAX);
  if (!text.ok) return [notEvaluated(path, text.message)];
  const isOurs = /:4012\b|CLAWNEX_DASHBOARD_API_PORT/.test(text.value);
  if (!isOurs) return [];
  const sites = text.value
    .split('\n')
    .filter((line) => /^\S.*\{\s*$/.test(line) && !line.startsWith('(') && !line.startsWith('#'));
  const plain = sites.filter((line) => /(?:^|[\s,])(?:http:\/\/|:80(?:\s|,|\{|$))/.test(line));
  if (/^\s*auto_https\s+off\b/m.test(text.value))
    return [fail(path, 'auto_https is off: sites are served without TLS.')];
  if (plain.length > 0) return [fail(path, `A site is served without TLS: ${plain[0]?.trim()}`)];
  return [pass(path, 'Every site in front of the dashboard is served with TLS.')];
}

async function judgeConfig({ root }: HostFacts, path: string): Promise<CheckResult[]> {
  const text = await root.readText(path, FILE_BYTES_MAX);
  if (!text.ok) return text.code === 'missing' ? [] : [notEvaluated(path, text.message)];
  const url = /^\s*public_url\s*:\s*["']?(https?:\/\/[^\s"'#]{1,300})/m.exec(text.value)?.[1];
  if (url === undefined) return [];
  const isLocal = /^http:\/\/(?:127\.|localhost|\[::1\])/.test(url);
  if (url.startsWith('https:') || isLocal) return [pass(path, `public_url is ${url}.`)];
  return [fail(path, `public_url is ${url}: without TLS.`)];
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';
import { judgePorts, orNoneListens, type WatchedPort } from './port-exposure.ts';

const PORTS: readonly WatchedPort[] = [
  { port: 4222, name: 'NATS broker' },
  { port: 6222, name: 'NATS cluster' },
  { port: 8222, name: 'NATS monitoring' },
];
const PATTERNS = ['/etc/nats-server.conf', '/etc/nats.conf', '/etc/nats/*.conf', '/etc/nats-server/*.conf'];
const FILE_BYTES_MAX = 1_048_576;

export const natsExposed: HostCheck = {
  id: 'AI-03',
  category: 'ai_runtime',
  title: 'A NATS broker is reachable from the network or lets anyone in',
  why: 'Whoever may publish on the bus can forge events and commands; the monitoring page shows accounts and connections.',
  severity: 'high',
  exposes: true,
  reads: ['/proc/net/tcp', '/proc/net/tcp6', '/etc/nats*/*.conf', '<ClawNex home>/nats/nats-server.conf'],
  platforms: ['linux', 'darwin'],
  fix: 'In nats-server.conf set listen: "127.0.0.1:4222", remove http:, and give every client a user in accounts { }.',
  references: ['owasp-asi.asi07-2026', 'nist-800-53.ac-3'],
  async evaluate(facts) {
    const results = [...judgePorts(facts, PORTS)];
    const patterns = [...PATTERNS, ...facts.ownHomes.map((home) => `${home}/nats/nats-server.conf`)];
    for (const pattern of patterns)
      for (const path of (await expand(facts.root, pattern)).paths)
        results.push(...(await judgeFile(facts, path)));
    return orNoneListens(results, PORTS);
  },
};

async function judgeFile({ root }: HostFacts, path: string): Promise<CheckResult[]> {
  const text = await root.readText(path, FILE_BYTES_MAX);
  if (!text.ok) return [notEvaluated(path, text.message)];
  const lines = text.value.split('\n').map((line) => line.replace(/(?:^|\s)(?:#|\/\/).*$/, '').trim());
  const value = (key: string) =>
    lines.flatMap(
      (line) => new RegExp(`^${key}\\s*[:=]\\s*["']?([^"'\\s,}]{1,200})`, 'i').exec(line)?.[1] ?? [],
    )[0];
  const listen = value('listen') ?? value('host') ?? value('net');
  const problems: string[] = [];
  if (listen === undefined) problems.push('it names no address, so the broker listens on all of them');
  else if (!/^(?:127\.|localhost|\[?::1)/i.test(listen)) problems.push(`it listens on ${listen}`);
  const monitoring = value('https?(?:_port)?') ?? value('monitor_port');
  if (monitoring !== undefined && !/^(?:127\.|localhost|\[?::1)/i.test(monitoring))
    problems.push(`monitoring is on at ${monitoring}`);
  if (!lines.some((line) => /^(?:authorization|accounts|operator|resolver)\b/i.test(line)))
    problems.push('clients need no credentials');
  if (value('no_auth_user') !== undefined)
    problems.push(`clients without credentials become ${value('no_auth_user')}`);
  return [
    problems.length === 0
      ? pass(path, 'Loopback only, with users.')
      : fail(path, `In this file ${problems.join('; ')}.`),
  ];
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const PORTS = [2375, 2376];
const DAEMON_FILE = '/etc/docker/daemon.json';
const FILE_BYTES_MAX = 262_144;

export const containerApi: HostCheck = {
  id: 'AI-06',
  category: 'ai_runtime',
  title: 'The container engine listens on TCP',
  why: 'The API of the engine is root on this machine. Over TCP it is one misconfigured firewall away from everybody.',
  severity: 'critical',
  exposes: true,
  reads: [
    '/proc/net/tcp',
    '/proc/net/tcp6',
    DAEMON_FILE,
    'command lines and units of dockerd and containerd',
  ],
  platforms: ['linux'],
  fix: 'Remove tcp:// from "hosts" in /etc/docker/daemon.json and from the unit’s ExecStart, then: systemctl restart docker.',
  references: ['cis-docker.2.6', 'nist-800-53.ac-3', 'attack.t1610'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const { listeners } = facts;
    if (!listeners.ok) results.push(notEvaluated('listening TCP ports', listeners.message));
    else
      for (const { port, address } of listeners.value.filter((listener) => PORTS.includes(listener.port)))
        results.push(fail(`TCP port ${port} (container engine)`, `Listens on ${address}.`));
    results.push(...(await judgeSettings(facts)));
    if (results.length > 0) return results;
    return [
      pass(
        'container engine',
        `Neither of the ports ${PORTS.join(' and ')} is listening, and no setting asks for TCP.`,
      ),
    ];
  },
};

async function judgeSettings(facts: HostFacts): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const text = await facts.root.readText(DAEMON_FILE, FILE_BYTES_MAX);
  if (text.ok && text.value.includes('tcp://')) results.push(fail(DAEMON_FILE, 'It names a tcp:// host.'));
  if (!text.ok && text.code !== 'missing') results.push(notEvaluated(DAEMON_FILE, text.message));
  const { units } = await facts.units();
  for (const unit of units.filter(({ name }) => /^(?:docker|containerd|podman)\.service$/.test(name))) {
    const starts = unit.values('Service', 'ExecStart').join(' ');
    if (starts.includes('tcp:'))
      results.push(fail(unit.path, `It starts the engine with TCP: ${starts.slice(0, 300)}`));
  }
  for (const { args, pid } of facts.processes.ok ? facts.processes.value.seen : []) {
    const engine = /(?:dockerd|podman)$/.test(args[0] ?? '');
    if (engine && args.some((arg) => arg.startsWith('tcp:') || arg.includes('=tcp:')))
      results.push(
        fail('process of the engine', `Process ${pid} listens on TCP: ${args.join(' ').slice(0, 300)}`),
      );
  }
  const isThere =
    (await facts.root.stat('/usr/bin/dockerd')).ok ||
    (await facts.root.stat('/usr/bin/docker')).ok ||
    text.ok;
  if (
    results.length === 0 &&
    !isThere &&
    facts.listeners.ok &&
    !facts.listeners.value.some(({ port }) => PORTS.includes(port))
  )
    return [notApplicable('container engine', 'No container engine is installed and none listens on TCP.')];
  return results;
}

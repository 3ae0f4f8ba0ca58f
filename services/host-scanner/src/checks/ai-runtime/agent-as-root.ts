import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { runtimeOfUnit } from '../../agents/agent-users.ts';
import { agentRuntimeOf } from '../../processes/agent-runtime.ts';
import type { Process } from '../../processes/read-processes.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, notEvaluated, pass } from '../results.ts';

const ROOT_HOMES = new Set(['/root', '/var/root']);

export const agentAsRoot: HostCheck = {
  id: 'AI-07',
  category: 'ai_runtime',
  title: 'An agent runtime runs as root',
  why: 'What an agent is talked into doing, it does with its user’s rights. As root, one injected command owns the machine.',
  severity: 'critical',
  reads: [
    '/proc/<pid>/status',
    '/proc/<pid>/cmdline',
    'User= of units',
    'agents’ state folders in the home of root',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'useradd --system --create-home agent; move the state folder into its home; set User=agent in the unit; systemctl daemon-reload and restart it.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.ac-6', 'cis-docker.4.1'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const { units, gaps } = await facts.units();
    for (const unit of units) {
      const runtime = runtimeOfUnit(unit.values('Service', 'ExecStart'));
      if (runtime === null || unit.home !== null) continue;
      const user = unit.values('Service', 'User').at(-1);
      const isDynamic = unit.values('Service', 'DynamicUser').at(-1) === 'yes';
      if (isDynamic || (user !== undefined && user !== 'root' && user !== '0'))
        results.push(pass(unit.path, `${runtime} is started as ${user ?? 'a dynamic user'}.`));
      else
        results.push(
          fail(
            unit.path,
            `${runtime} is started as root: ${user === undefined ? 'User= is not set' : `User=${user}`}.`,
          ),
        );
    }
    for (const { path, runtime } of facts.homes.agents.filter(({ home }) => ROOT_HOMES.has(home)))
      results.push(
        fail(path, `${runtime} keeps its state in the home of root: it was run as root.`, {
          severity: 'high',
        }),
      );
    if (!facts.processes.ok) {
      results.push(notEvaluated('running processes', facts.processes.message));
      return results;
    }
    const { seen, gap } = facts.processes.value;
    const byRuntime = Map.groupBy(
      seen.filter(({ args, name }) => agentRuntimeOf(args, name) !== null),
      ({ args, name }) => agentRuntimeOf(args, name) ?? '',
    );
    for (const [runtime, found] of byRuntime) results.push(judgeProcesses(runtime, found));
    results.push(...gapsOf('units', gaps), ...gapsOf('running processes', gap === null ? [] : [gap]));
    return results.length > 0
      ? results
      : [notApplicable('running processes', 'No agent runtime is running, and no unit starts one.')];
  },
};

function judgeProcesses(runtime: string, found: readonly Process[]): CheckResult {
  const subject = `processes of ${runtime}`;
  const asRoot = found.filter(({ uid }) => uid === 0);
  const describe = (processes: readonly Process[]) =>
    `${nameSome(processes.map(({ pid, uid }) => `process ${pid} as uid ${uid ?? 'unknown'}`))}; ${found.length} in all`;
  if (asRoot.length > 0) return fail(subject, describe(asRoot));
  const unknown = found.find(({ uid }) => uid === null);
  if (unknown !== undefined)
    return notEvaluated(subject, `/proc/${unknown.pid}/status does not say as whom it runs.`);
  return pass(subject, describe(found));
}

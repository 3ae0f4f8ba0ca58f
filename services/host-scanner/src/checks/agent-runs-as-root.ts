import type { Check } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';
import { agentRuntimeOf } from '../processes/agent-runtime.ts';
import { notApplicable, notEvaluated } from './results.ts';

/** Process ids named in the evidence. */
const PIDS_MAX = 8;

export const agentRunsAsRoot: Check<HostFacts> = {
  id: 'agent-runs-as-root',
  title: 'An agent runtime runs as root',
  why: 'What an agent is talked into doing, it does with its user’s rights. As root, one injected command owns the machine.',
  severity: 'critical',
  reads: ['/proc/<pid>/status', '/proc/<pid>/cmdline'],
  platforms: ['linux', 'darwin'],
  fix: 'Make a user for it (useradd --system --create-home agent), move its state folder there, and set User=agent in its unit.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.ac-6'],
  async evaluate({ processes, platform }) {
    if (!processes.ok) {
      const how = platform === 'darwin' ? ' macOS has no /proc, and no program is started to ask.' : '';
      return [notEvaluated('running processes', `${processes.message}${how}`)];
    }
    const byRuntime = new Map<string, { pid: number; uid: number }[]>();
    for (const process of processes.value) {
      const runtime = agentRuntimeOf(process);
      if (runtime !== null) byRuntime.set(runtime, [...(byRuntime.get(runtime) ?? []), process]);
    }
    if (byRuntime.size === 0) return [notApplicable('running processes', 'No agent runtime is running.')];
    return [...byRuntime].map(([runtime, found]) => {
      const asRoot = found.filter(({ uid }) => uid === 0);
      const shown = (asRoot.length > 0 ? asRoot : found).slice(0, PIDS_MAX);
      return {
        result: asRoot.length > 0 ? 'fail' : 'pass',
        subject: `processes of ${runtime}`,
        evidence: `${shown.map(({ pid, uid }) => `process ${pid} as uid ${uid}`).join('; ')}; ${found.length} in all`,
      };
    });
  },
};

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';
import { judgePorts, type WatchedPort } from './port-exposure.ts';

/** Chrome's usual port, the next ones that tools take, Node's inspector among them, and OpenClaw's own browsers. */
const PORTS: readonly WatchedPort[] = [...range(9222, 9232), ...range(18_800, 18_804)].map((port) => ({
  port,
  name: 'remote debugging',
}));

export const remoteDebugging: HostCheck = {
  id: 'AI-05',
  category: 'ai_runtime',
  title: 'A debugging port of a browser or of Node is open',
  why: 'The debugging protocol asks nobody who they are: whoever reaches it reads every page and cookie, or runs code.',
  severity: 'critical',
  exposes: true,
  reads: ['/proc/net/tcp', '/proc/net/tcp6', 'command lines of processes'],
  platforms: ['linux', 'darwin'],
  fix: 'Start the program without --remote-debugging-address and --inspect, or with --remote-debugging-pipe; at least bind it to 127.0.0.1.',
  references: ['owasp-asi.asi05-2026', 'nist-800-53.sc-7', 'attack.t1185'],
  async evaluate(facts) {
    const results: CheckResult[] = [...judgePorts(facts, PORTS)];
    for (const { pid, args } of facts.processes.ok ? facts.processes.value.seen : []) {
      const open = args.find((arg) =>
        /^--(?:remote-debugging-address|inspect(?:-brk)?)=(?:0\.0\.0\.0|\[?::\]?)/.test(arg),
      );
      const local = args.find((arg) => /^--remote-debugging-port=[1-9]/.test(arg));
      const subject = `debugging options of ${args[0] ?? 'a process'}`;
      if (open !== undefined) results.push(fail(subject, `Process ${pid} runs with ${open}.`));
      else if (local !== undefined)
        results.push(
          fail(subject, `Process ${pid} runs with ${local}: every local program may drive it.`, {
            severity: 'medium',
          }),
        );
    }
    if (!facts.processes.ok) results.push(notEvaluated('debugging options', facts.processes.message));
    return results.length > 0
      ? results
      : [pass('debugging ports', 'No debugging port is listening, and no process was started with one.')];
  },
};

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

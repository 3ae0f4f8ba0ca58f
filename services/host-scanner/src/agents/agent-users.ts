import type { HostFacts } from '../facts.ts';
import { agentRuntimeOf } from '../processes/agent-runtime.ts';

export interface AgentUser {
  readonly name: string;
  readonly uid: number | null;
  /** What says that agents act as this user. */
  readonly because: string;
}

/** Users that agents act as: those of running agents, of their units, and the owners of their state. */
export async function findAgentUsers(facts: HostFacts): Promise<readonly AgentUser[]> {
  const users = new Map<string, AgentUser>();
  const add = (name: string, uid: number | null, because: string) => {
    if (!users.has(name)) users.set(name, { name, uid, because });
  };
  for (const { args, name, uid } of facts.processes.ok ? facts.processes.value.seen : []) {
    const runtime = agentRuntimeOf(args, name);
    if (runtime !== null && uid !== null) add(facts.accounts.nameOf(uid), uid, `${runtime} runs as it`);
  }
  for (const unit of (await facts.units()).units) {
    const runtime = runtimeOfUnit(unit.values('Service', 'ExecStart'));
    if (runtime === null || unit.home !== null) continue;
    const name = unit.values('Service', 'User').at(-1) ?? 'root';
    add(name, facts.accounts.byName(name)?.uid ?? null, `${unit.path} starts ${runtime} as it`);
  }
  for (const { path, runtime, user, info } of facts.homes.agents)
    add(
      user?.name ?? facts.accounts.nameOf(info.uid),
      user?.uid ?? info.uid,
      `${runtime} keeps its state in ${path}`,
    );
  return [...users.values()];
}

/** The runtime that a unit starts, or null. Prefixes of ExecStart change how it is started (systemd.service(5)). */
export function runtimeOfUnit(execStart: readonly string[]): string | null {
  for (const line of execStart) {
    const runtime = agentRuntimeOf(line.replace(/^[@+!:-]+/, '').split(/\s+/));
    if (runtime !== null) return runtime;
  }
  return null;
}

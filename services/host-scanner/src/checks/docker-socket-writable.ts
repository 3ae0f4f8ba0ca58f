import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';
import { agentRuntimeOf } from '../processes/agent-runtime.ts';
import { notApplicable, notEvaluated, octal } from './results.ts';

const SOCKETS = ['/run/docker.sock', '/var/run/docker.sock', '/run/podman/podman.sock'];

export const dockerSocketWritable: Check<HostFacts> = {
  id: 'docker-socket-writable',
  title: 'The user of an agent can write to the container engine’s socket',
  why: 'Who may talk to the engine can start a container with the whole disk mounted, which is the same as root.',
  severity: 'critical',
  reads: [...SOCKETS, '/etc/group', '/etc/passwd', 'owners of agent processes and homes'],
  platforms: ['linux'],
  fix: 'Remove the agent’s user from the group of the socket (gpasswd -d <user> docker), or use rootless Podman or Docker.',
  references: ['owasp-asi.asi05-2026', 'attack.t1611'],
  async evaluate(facts) {
    const users = agentUsers(facts);
    const results: CheckResult[] = [];
    const seen = new Set<string>();
    for (const path of SOCKETS) {
      const info = await facts.root.stat(path);
      if (!info.ok) {
        if (info.code !== 'missing') results.push(notEvaluated(path, info.message));
        continue;
      }
      const { mode, uid, gid } = info.value;
      // /var/run is a link to /run on most systems: the same socket.
      const key = `${path.slice(path.lastIndexOf('/'))} ${mode} ${uid} ${gid}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const user of users) {
        const how = mayWrite(facts, user, info.value);
        const name = facts.accounts.nameOf(user);
        results.push({
          result: how === null ? 'pass' : 'fail',
          subject: `${path} and ${name}`,
          evidence: `${path} has mode ${octal(mode)}, owner ${facts.accounts.nameOf(uid)}, group ${gid}; ${name} ${how ?? 'may not write to it'}`,
          ...(how === null ? {} : { fix: fixFor(user, name) }),
        });
      }
    }
    if (users.size === 0) {
      const [gap] = facts.homes.gaps;
      if (gap !== undefined) return [notEvaluated('users of agents', gap.reason)];
      return [
        notApplicable('users of agents', 'No agent runtime is running and no home has an agent’s folder.'),
      ];
    }
    return results.length > 0
      ? results
      : [notApplicable('container engine', `There is no socket at ${SOCKETS.join(', ')}.`)];
  },
};

function agentUsers({ processes, homes }: HostFacts): ReadonlySet<number> {
  const running = (processes.ok ? processes.value : []).filter((process) => agentRuntimeOf(process) !== null);
  return new Set([...running.map(({ uid }) => uid), ...homes.agents.map(({ info }) => info.uid)]);
}

/** How the user gets in, or null. Access lists beyond the mode are not read. */
function mayWrite(
  { accounts }: HostFacts,
  user: number,
  { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number },
): string | null {
  if (user === 0) return 'is root';
  if ((mode & 0o002) !== 0) return 'may write to it as everyone may';
  if (user === uid && (mode & 0o200) !== 0) return 'owns it';
  if ((mode & 0o020) !== 0 && accounts.isMember(user, gid)) return 'is in its group';
  return null;
}

function fixFor(user: number, name: string): string {
  if (user === 0) return 'Run the agent as a user of its own that is not in the socket’s group.';
  return `gpasswd -d ${name} docker; chmod o-rwx on the socket; or use a rootless engine.`;
}

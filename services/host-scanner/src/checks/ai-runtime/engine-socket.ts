import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { PathInfo } from '@clawnex/shared/posture/root-folder.ts';
import { type AgentUser, findAgentUsers } from '../../agents/agent-users.ts';
import type { HostFacts } from '../../facts.ts';
import { readGatewaySettings } from '../../openclaw/gateway-settings.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const SOCKETS = [
  '/run/docker.sock',
  '/var/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
];

export const engineSocket: HostCheck = {
  id: 'AI-11',
  category: 'ai_runtime',
  title: 'An agent can reach the container engine’s socket',
  why: 'Who may talk to the engine can start a container with the whole disk mounted, which is the same as root.',
  severity: 'critical',
  reads: [...SOCKETS, '/etc/group', '/etc/passwd', 'agents.defaults.sandbox.docker.binds in openclaw.json'],
  platforms: ['linux'],
  fix: 'gpasswd -d <user> docker, or use a rootless engine; remove the socket from the sandbox’s binds.',
  references: ['owasp-asi.asi05-2026', 'attack.t1611', 'nist-800-53.ac-6'],
  async evaluate(facts) {
    const results: CheckResult[] = await judgeBinds(facts);
    const users = await findAgentUsers(facts);
    if (users.length === 0) {
      const [gap] = facts.homes.gaps;
      if (gap !== undefined) return [...results, notEvaluated('users of agents', gap.reason)];
      return [
        notApplicable('users of agents', 'No agent runtime is running and no home has an agent’s folder.'),
      ];
    }
    const seen = new Set<string>();
    for (const path of SOCKETS) {
      const info = await facts.root.stat(path);
      if (!info.ok) {
        if (info.code !== 'missing') results.push(notEvaluated(path, info.message));
        continue;
      }
      // /var/run is a link to /run on most systems: the same socket.
      const key = `${path.slice(path.lastIndexOf('/'))} ${info.value.mode} ${info.value.uid} ${info.value.gid}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const user of users) results.push(judgeUser(facts, path, info.value, user));
    }
    return results.length > 0
      ? results
      : [notApplicable('container engine', `There is no socket at ${SOCKETS.join(', ')}.`)];
  },
};

function judgeUser(facts: HostFacts, path: string, info: PathInfo, { name, uid }: AgentUser): CheckResult {
  const { mode, uid: owner, gid } = info;
  const how = mayWrite(facts, name, uid, info);
  const subject = `${path} and ${name}`;
  const evidence = `${path} has mode ${octal(mode)}, owner ${facts.accounts.nameOf(owner)}, group ${gid}; ${name} ${how ?? 'may not write to it'}`;
  if (how === null) return pass(subject, evidence);
  const fix =
    uid === 0
      ? 'Run the agent as a user of its own that is not in the socket’s group.'
      : `gpasswd -d ${name} docker; chmod o-rwx ${path}; or use a rootless engine.`;
  return fail(subject, evidence, { fix });
}

/** How the user gets in, or null. Access lists beyond the mode are not read. */
function mayWrite(
  { accounts }: HostFacts,
  name: string,
  uid: number | null,
  { mode, uid: owner, gid }: PathInfo,
): string | null {
  if (uid === 0) return 'is root';
  if ((mode & 0o002) !== 0) return 'may write to it as everyone may';
  if (uid === owner && (mode & 0o200) !== 0) return 'owns it';
  if ((mode & 0o020) !== 0 && uid !== null && accounts.isMember(uid, gid)) return 'is in its group';
  // Owners are lost in copies of a machine; the engine’s group is always called so.
  if ((mode & 0o020) !== 0 && accounts.groupsOf(name).includes('docker')) return 'is in the group docker';
  return null;
}

async function judgeBinds(facts: HostFacts): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const home of facts.homes.agents.filter(({ runtime }) => runtime === 'OpenClaw')) {
    const settings = await readGatewaySettings(facts.root, home);
    const bind = settings.ok
      ? settings.value.sandboxBinds.find((value) => /(?:docker|podman|containerd)\.sock/.test(value))
      : undefined;
    if (settings.ok && bind !== undefined)
      results.push(
        fail(`${settings.value.file} sandbox binds`, `The sandbox gets the engine’s socket: ${bind}`),
      );
  }
  return results;
}

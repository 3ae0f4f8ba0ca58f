import { type AgentUser, findAgentUsers } from '../../agents/agent-users.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

/** Groups whose members can become root, with or without a password. */
const PRIVILEGED = [
  'sudo',
  'wheel',
  'admin',
  'docker',
  'lxd',
  'incus',
  'incus-admin',
  'libvirt',
  'disk',
  'shadow',
];

export const agentPrivilegedGroups: HostCheck = {
  id: 'AI-08',
  category: 'ai_runtime',
  title: 'The user of an agent is an administrator',
  why: 'Members of these groups can become root, so an injected agent can too.',
  severity: 'high',
  reads: ['/etc/passwd', '/etc/group', 'users of agent processes, units and homes'],
  platforms: ['linux', 'darwin'],
  fix: 'gpasswd -d <user> <group> for each group, then log the user out.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.ac-6'],
  async evaluate(facts) {
    const users = (await findAgentUsers(facts)).filter(({ name }) => name !== 'root');
    if (users.length === 0)
      return [notApplicable('users of agents', 'No agent acts as a user other than root.')];
    if (facts.platform === 'darwin') return await judgeByDirectory(facts, users);
    if (!facts.accounts.groups.ok) return [notEvaluated('/etc/group', facts.accounts.groups.message)];
    return users.map(({ name, because }) => {
      const groups = facts.accounts.groupsOf(name).filter((group) => PRIVILEGED.includes(group));
      if (groups.length === 0)
        return pass(`user ${name}`, `In none of the groups ${PRIVILEGED.join(', ')}; ${because}.`);
      return fail(`user ${name}`, `Member of ${groups.join(', ')}; ${because}.`, {
        fix: groups.map((group) => `gpasswd -d ${name} ${group}`).join('; '),
      });
    });
  },
};

async function judgeByDirectory(facts: HostFacts, users: readonly AgentUser[]) {
  const admins = await facts.probe('admins');
  if (!admins.ok) return [notEvaluated('group admin', admins.message)];
  const members = new Set(admins.value.replace(/^GroupMembership:/, '').split(/\s+/));
  return users.map(({ name, because }) =>
    members.has(name)
      ? fail(`user ${name}`, `An administrator of this Mac; ${because}.`, {
          fix: `dseditgroup -o edit -d ${name} -t user admin`,
        })
      : pass(`user ${name}`, `No administrator; ${because}.`),
  );
}

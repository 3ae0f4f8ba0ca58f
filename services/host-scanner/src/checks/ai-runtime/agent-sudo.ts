import { expand } from '@clawnex/shared/posture/expand.ts';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import { findAgentUsers } from '../../agents/agent-users.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const FILE_BYTES_MAX = 262_144;

export const agentSudo: HostCheck = {
  id: 'AI-09',
  category: 'ai_runtime',
  title: 'The user of an agent may use sudo without a password',
  why: 'Nothing stands between an injected command and root.',
  severity: 'critical',
  reads: ['/etc/sudoers', '/etc/sudoers.d/*', 'users of agent processes, units and homes'],
  platforms: ['linux'],
  fix: 'visudo -f <file>: remove the line with NOPASSWD for this user or its group.',
  references: ['cis-debian12.5.2.4', 'nist-800-53.ac-6', 'attack.t1548.003'],
  async evaluate(facts) {
    const users = (await findAgentUsers(facts)).filter(({ name }) => name !== 'root');
    if (users.length === 0)
      return [notApplicable('users of agents', 'No agent acts as a user other than root.')];
    const lines = await readSudoers(facts);
    if (!lines.ok)
      return lines.code === 'missing'
        ? [pass('sudo', 'sudo has no rules here: /etc/sudoers does not exist.')]
        : [notEvaluated('/etc/sudoers', lines.message)];
    const free = lines.value.filter((line) => /\bNOPASSWD\s*:|!authenticate\b/.test(line));
    return users.map(({ name, because }) => {
      const names = new Set([name, 'ALL', ...facts.accounts.groupsOf(name).map((group) => `%${group}`)]);
      const hit = free.find((line) => {
        const [who = ''] = line
          .replace(/^Defaults:/, '')
          .trim()
          .split(/\s+/);
        return who.split(',').some((part) => names.has(part));
      });
      if (hit === undefined) return pass(`sudo for ${name}`, `No rule without a password; ${because}.`);
      return fail(`sudo for ${name}`, `${hit.trim().slice(0, 300)}; ${because}.`);
    });
  },
};

async function readSudoers(facts: HostFacts): Promise<Outcome<readonly string[]>> {
  const main = await facts.root.readText('/etc/sudoers', FILE_BYTES_MAX);
  if (!main.ok && main.code !== 'missing') {
    const probed = await facts.probe('sudoers');
    return probed.ok
      ? { ok: true, value: linesOf(probed.value) }
      : refuse('denied', `${main.message} ${probed.message}`);
  }
  const parts = await expand(facts.root, '/etc/sudoers.d/*');
  if (!main.ok && parts.paths.length === 0) return main;
  const lines = main.ok ? linesOf(main.value) : [];
  for (const path of parts.paths) {
    const text = await facts.root.readText(path, FILE_BYTES_MAX);
    if (!text.ok) return text;
    lines.push(...linesOf(text.value));
  }
  return { ok: true, value: lines };
}

/** `#include` is no comment, but names files that are read anyway. A backslash continues a line. */
function linesOf(text: string): string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
}

import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

/** What only people leave in a home. */
const SIGNS = ['.bash_history', '.zsh_history', '.ssh/authorized_keys', 'Desktop', 'Documents', '.mozilla'];
const NO_LOGIN = /(?:nologin|false|sync)$/;

export const sharedUser: HostCheck = {
  id: 'AI-10',
  category: 'ai_runtime',
  title: 'An agent shares its user with a person or with another agent',
  why: 'Whatever the agent is made to do reaches the person’s keys and the other agent’s state: the user is the boundary.',
  severity: 'medium',
  reads: ['/etc/passwd', 'names of files in the homes of agents'],
  platforms: ['linux', 'darwin'],
  fix: 'Make a user for each agent: useradd --system --create-home --shell /usr/sbin/nologin <agent>, and move its state folder there.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.ac-5'],
  async evaluate(facts) {
    const byHome = Map.groupBy(facts.homes.agents, ({ home }) => home);
    const unseen = facts.homes.gaps.map(({ path, reason }) => notEvaluated(path, reason));
    if (byHome.size === 0 && unseen.length > 0) return unseen;
    if (byHome.size === 0) return [notApplicable('homes', 'No home has a folder of an agent runtime.')];
    const results = await Promise.all(
      [...byHome].map(async ([home, agents]) => {
        const runtimes = [...new Set(agents.map(({ runtime }) => runtime))];
        const found = await Promise.all(SIGNS.map((sign) => facts.root.stat(`${home}/${sign}`)));
        const signs = SIGNS.filter((_, index) => found[index]?.ok === true);
        const shell = agents[0]?.user?.shell ?? '';
        const isPerson = signs.length > 0 && !NO_LOGIN.test(shell);
        if (runtimes.length > 1) return fail(home, `${runtimes.join(', ')} share this home and its user.`);
        if (isPerson)
          return fail(home, `${runtimes[0]} shares this home with a person (${signs.join(', ')}).`);
        return pass(home, `Only ${runtimes[0]} lives here.`);
      }),
    );
    return [...results, ...unseen];
  },
};

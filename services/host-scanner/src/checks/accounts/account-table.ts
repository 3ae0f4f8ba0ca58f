import { rows } from '../../accounts/read-accounts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, nameSome, notEvaluated, pass } from '../results.ts';
import { readShadow } from './shadow.ts';

const ACCOUNTS = { category: 'accounts', platforms: ['linux'] } as const;
/** Where accounts of people start, as login.defs has it on every distribution. */
const PEOPLE_FROM = 1_000;
const NO_LOGIN = /(?:\/nologin|\/false|\/sync|\/shutdown|\/halt|\/true)$/;

export const secondRoot: HostCheck = {
  ...ACCOUNTS,
  id: 'HA-01',
  title: 'An account besides root has user id 0',
  why: 'It is root under another name, and nobody looks for it.',
  severity: 'critical',
  platforms: ['linux', 'darwin'],
  reads: ['/etc/passwd'],
  fix: 'userdel <name>, or give it a user id of its own: usermod -u <id> <name>',
  references: ['cis-debian12.7.2.5', 'nist-800-53.ac-6', 'attack.t1136.001'],
  async evaluate({ accounts }) {
    if (!accounts.users.ok) return [notEvaluated('/etc/passwd', accounts.users.message)];
    const others = accounts.users.value.filter(({ uid, name }) => uid === 0 && name !== 'root');
    if (others.length === 0)
      return [pass('/etc/passwd', `Of ${accounts.users.value.length} accounts only root has user id 0.`)];
    return others.map(({ name }) =>
      fail(`account ${name}`, `${name} has user id 0.`, { fix: `userdel ${name}` }),
    );
  },
};

export const emptyPassword: HostCheck = {
  ...ACCOUNTS,
  id: 'HA-02',
  title: 'An account has an empty password',
  why: 'Anyone who reaches a login becomes that user.',
  severity: 'critical',
  reads: ['/etc/shadow (root, or the probe helper)', '/etc/passwd'],
  fix: 'passwd -l <name>',
  references: ['cis-debian12.7.2.2', 'nist-800-53.ia-5'],
  async evaluate(facts) {
    const open = facts.accounts.users.ok ? await passwordFields(facts) : [];
    const shadow = await readShadow(facts);
    const inPasswd = open.map((name) =>
      fail(`account ${name}`, `The second field of /etc/passwd is empty for ${name}.`, {
        fix: `passwd -l ${name}`,
      }),
    );
    if (!shadow.ok) return [...inPasswd, notEvaluated('/etc/shadow', shadow.message)];
    const empty = shadow.value.filter(({ kind }) => kind === 'empty');
    if (empty.length + inPasswd.length === 0)
      return [pass('/etc/shadow', `None of ${shadow.value.length} accounts has an empty password.`)];
    return [
      ...inPasswd,
      ...empty.map(({ name }) =>
        fail(`account ${name}`, `${name} has an empty password.`, { fix: `passwd -l ${name}` }),
      ),
    ];
  },
};

async function passwordFields({ root }: Parameters<HostCheck['evaluate']>[0]): Promise<string[]> {
  const text = await root.readText('/etc/passwd', 4 * 1_048_576);
  return text.ok
    ? rows(text.value).flatMap(([name, password]) => (password === '' && name !== undefined ? [name] : []))
    : [];
}

export const systemShells: HostCheck = {
  ...ACCOUNTS,
  id: 'HA-05',
  title: 'A system account has a login shell',
  why: 'Accounts of services are not for people: a shell makes a stolen key or a weak password of theirs worth something.',
  severity: 'low',
  reads: ['/etc/passwd'],
  fix: 'usermod -s /usr/sbin/nologin <name>',
  references: ['cis-debian12.5.4.2.7', 'nist-800-53.ac-6'],
  async evaluate({ accounts }) {
    if (!accounts.users.ok) return [notEvaluated('/etc/passwd', accounts.users.message)];
    const open = accounts.users.value.filter(
      ({ uid, shell }) => uid > 0 && uid < PEOPLE_FROM && shell !== '' && !NO_LOGIN.test(shell),
    );
    if (open.length === 0) return [pass('/etc/passwd', 'No system account has a login shell.')];
    return [
      fail('system accounts', nameSome(open.map(({ name, shell }) => `${name} has ${shell}`)), {
        fix: open.map(({ name }) => `usermod -s /usr/sbin/nologin ${name}`).join('; '),
      }),
    ];
  },
};

import type { HostFacts } from '../../facts.ts';
import { readPlist } from '../../plists/read-plist.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const MAC = { category: 'accounts', platforms: ['darwin'] } as const;
const LOGIN_WINDOW = '/Library/Preferences/com.apple.loginwindow.plist';
/** Longer, and an open desk is an open session. */
const LOCK_S_MAX = 600;

export const autoLogin: HostCheck = {
  ...MAC,
  id: 'HA-06',
  title: 'The Mac logs someone in by itself, or lets guests in',
  why: 'Whoever has the machine has the session, with the keys in it; automatic login also keeps the disk’s password around.',
  severity: 'high',
  reads: [LOGIN_WINDOW],
  fix: 'sudo defaults delete /Library/Preferences/com.apple.loginwindow autoLoginUser; sudo sysadminctl -guestAccount off',
  references: ['cis-macos.2.12.1', 'cis-macos.2.12.3', 'nist-800-53.ia-2'],
  async evaluate({ root }) {
    const plist = await readPlist(root, LOGIN_WINDOW);
    if (!plist.ok) return [notEvaluated(LOGIN_WINDOW, plist.message)];
    const user = plist.value.get('autoLoginUser');
    const guest = plist.value.get('GuestEnabled');
    return [
      user === undefined
        ? pass('automatic login', 'Off.')
        : fail('automatic login', `${String(user)} is logged in at start.`),
      guest === true || guest === 1
        ? fail('guest account', 'Guests may log in.')
        : pass('guest account', 'Off.'),
    ];
  },
};

export const screenLock: HostCheck = {
  ...MAC,
  id: 'HA-07',
  title: 'The screen does not lock in time',
  why: 'An unlocked session is the agent’s session too.',
  severity: 'medium',
  reads: ['sysadminctl -screenLock status'],
  fix: 'sysadminctl -screenLock 300 -password -',
  references: ['cis-macos.2.11.1', 'nist-800-53.ac-11'],
  async evaluate(facts) {
    const answer = await facts.probe('screen_lock');
    if (!answer.ok) return [notEvaluated('screen lock', answer.message)];
    const seconds = /delay is (\d{1,9})/i.exec(answer.value)?.[1];
    if (/immediate/i.test(answer.value)) return [pass('screen lock', 'It locks at once.')];
    if (seconds !== undefined && Number(seconds) <= LOCK_S_MAX)
      return [pass('screen lock', `It locks after ${seconds} s.`)];
    if (seconds !== undefined) return [fail('screen lock', `It locks only after ${seconds} s.`)];
    return /off/i.test(answer.value)
      ? [fail('screen lock', 'It does not lock.')]
      : [notEvaluated('screen lock', `The answer was not understood: ${answer.value.slice(0, 80)}`)];
  },
};

export const dailyAdmin: HostCheck = {
  ...MAC,
  id: 'HA-08',
  title: 'Whoever works here every day is an administrator',
  why: 'Agents and programs started from that session can ask for anything with one password.',
  severity: 'medium',
  reads: ['dscl . -read /Groups/admin GroupMembership', 'homes in /Users'],
  fix: 'Make a second account for administration, then: dseditgroup -o edit -d <name> -t user admin',
  references: ['cis-macos.5.7', 'nist-800-53.ac-6'],
  async evaluate(facts) {
    const answer = await facts.probe('admins');
    if (!answer.ok) return [notEvaluated('group admin', answer.message)];
    const admins = answer.value
      .replace(/^GroupMembership:/, '')
      .split(/\s+/)
      .filter((name) => name !== '' && name !== 'root');
    const people = peopleOf(facts);
    if (people.length === 0) return [notApplicable('homes', 'No home in /Users was found.')];
    if (people.every((name) => admins.includes(name)))
      return [fail('people', `Everyone who has a home here is an administrator: ${people.join(', ')}.`)];
    return [
      pass(
        'people',
        `${people.filter((name) => !admins.includes(name)).join(', ')} work without the rights of an administrator.`,
      ),
    ];
  },
};

function peopleOf({ homes }: HostFacts): string[] {
  return homes.users
    .map(({ path }) => path)
    .filter((path) => path.startsWith('/Users/') && !/\/(?:Shared|Guest)$/.test(path))
    .map((path) => path.slice('/Users/'.length));
}

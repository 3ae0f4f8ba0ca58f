import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** Some thousand accounts of a hundred bytes. */
const TABLE_BYTES_MAX = 4 * 1_048_576;

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export interface Accounts {
  readonly users: Outcome<readonly Account[]>;
  readonly groups: Outcome<readonly Group[]>;
  nameOf(uid: number): string;
  byHome(path: string): Account | null;
  byName(name: string): Account | null;
  byUid(uid: number): Account | null;
  /** Whether a user belongs to a group, as its own or as a member. */
  isMember(uid: number, gid: number): boolean;
  groupsOf(name: string): readonly string[];
}

/** /etc/passwd and /etc/group. What is missing there (users of a directory service) is shown by number. */
export async function readAccounts(root: RootFolder): Promise<Accounts> {
  const passwd = await root.readText('/etc/passwd', TABLE_BYTES_MAX);
  const group = await root.readText('/etc/group', TABLE_BYTES_MAX);
  const users = passwd.ok ? rows(passwd.value).flatMap(toAccount) : [];
  const groups = group.ok ? rows(group.value).flatMap(toGroup) : [];
  const byUid = new Map(users.toReversed().map((user) => [user.uid, user]));
  const byName = new Map(users.map((user) => [user.name, user]));
  const byHome = new Map(users.toReversed().map((user) => [user.home, user]));
  return {
    users: passwd.ok ? { ok: true, value: users } : passwd,
    groups: group.ok ? { ok: true, value: groups } : group,
    nameOf: (uid) => byUid.get(uid)?.name ?? `uid ${uid}`,
    byHome: (path) => byHome.get(path) ?? null,
    byName: (name) => byName.get(name) ?? null,
    byUid: (uid) => byUid.get(uid) ?? null,
    isMember: (uid, gid) => {
      const user = byUid.get(uid);
      if (user === undefined) return false;
      return user.gid === gid || groups.some((row) => row.gid === gid && row.members.includes(user.name));
    },
    groupsOf: (name) => {
      const own = byName.get(name)?.gid;
      return groups.filter((row) => row.gid === own || row.members.includes(name)).map((row) => row.name);
    },
  };
}

/** The fields of each line of a table like /etc/passwd. */
export function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.trim().split(':'));
}

function toAccount([name = '', , uid = '', gid = '', , home = '', shell = '']: readonly string[]): Account[] {
  if (name === '' || !/^\d{1,10}$/.test(uid) || !/^\d{1,10}$/.test(gid)) return [];
  return [{ name, uid: Number(uid), gid: Number(gid), home: home.replace(/(?<=.)\/$/, ''), shell }];
}

function toGroup([name = '', , gid = '', members = '']: readonly string[]): Group[] {
  if (name === '' || !/^\d{1,10}$/.test(gid)) return [];
  return [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }];
}

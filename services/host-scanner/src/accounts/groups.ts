import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** Some thousand accounts of a hundred bytes. */
const TABLE_BYTES_MAX = 4 * 1_048_576;

export interface Accounts {
  nameOf(uid: number): string;
  /** Whether a user belongs to a group, as its own or as a member. */
  isMember(uid: number, gid: number): boolean;
}

/** /etc/passwd and /etc/group. What is missing there (users of a directory service) is shown by number. */
export async function readAccounts(root: RootFolder): Promise<Accounts> {
  const passwd = await root.readText('/etc/passwd', TABLE_BYTES_MAX);
  const group = await root.readText('/etc/group', TABLE_BYTES_MAX);
  const names = new Map<number, { name: string; gid: number }>();
  for (const [name, , uid, gid] of rows(passwd.ok ? passwd.value : ''))
    if (name !== undefined) names.set(Number(uid), { name, gid: Number(gid) });
  const members = new Map<number, ReadonlySet<string>>();
  for (const [, , gid, list] of rows(group.ok ? group.value : ''))
    members.set(Number(gid), new Set((list ?? '').split(',')));
  return {
    nameOf: (uid) => names.get(uid)?.name ?? `uid ${uid}`,
    isMember: (uid, gid) => {
      const account = names.get(uid);
      return account !== undefined && (account.gid === gid || members.get(gid)?.has(account.name) === true);
    },
  };
}

function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}

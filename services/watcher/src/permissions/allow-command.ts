import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

/** The command, to be run by whoever may, that lets this user read a folder or file, what is in it and what will be. */
export function allowCommand(
  path: string,
  user: string = userInfo().username,
  platform: NodeJS.Platform = process.platform,
  mayEnter: (folder: string) => boolean = maySearch,
): string {
  const closed = closedParents(path, mayEnter).map(quote).join(' ');
  if (platform === 'darwin') {
    const pass = closed === '' ? '' : `sudo chmod +a "user:${user} allow search" ${closed} && `;
    return `${pass}sudo chmod -R +a "user:${user} allow list,search,read,readattr,file_inherit,directory_inherit" ${quote(path)}`;
  }
  const pass = closed === '' ? '' : `sudo setfacl -m u:${user}:x ${closed} && `;
  return `${pass}sudo setfacl -R -m u:${user}:rX,d:u:${user}:rX ${quote(path)}`;
}

/** Folders above the path that this user cannot pass through, outermost first. */
function closedParents(path: string, mayEnter: (folder: string) => boolean): string[] {
  const closed: string[] = [];
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (!mayEnter(folder)) closed.unshift(folder);
  }
  return closed;
}

function maySearch(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For a POSIX shell. Plain paths stay plain. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

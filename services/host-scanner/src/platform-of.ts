import type { Platform } from '@clawnex/shared/posture/check.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** What each system always has, for folders that stand for another machine's `/`. */
const MACOS_MARK = '/System/Library/CoreServices/SystemVersion.plist';
const LINUX_MARKS = ['/etc/os-release', '/proc/version', '/etc/passwd'];

/** The system that a root folder belongs to. */
export async function platformOf(root: RootFolder): Promise<Platform | 'other'> {
  if ((await root.stat(MACOS_MARK)).ok) return 'darwin';
  for (const mark of LINUX_MARKS) if ((await root.stat(mark)).ok) return 'linux';
  const [users, library] = await Promise.all(['/Users', '/Library'].map((path) => root.stat(path)));
  if (users?.ok === true && library?.ok === true) return 'darwin';
  return thisPlatform();
}

export function thisPlatform(): Platform | 'other' {
  return process.platform === 'darwin' || process.platform === 'linux' ? process.platform : 'other';
}

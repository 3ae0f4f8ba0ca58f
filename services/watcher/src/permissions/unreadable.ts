import { allowCommand } from './allow-command.ts';

/** A place that cannot be read: why, and what would change that. */
export interface Unreadable {
  readonly path: string;
  readonly message: string;
}

/** Thrown by what reads a source; carries the whole story. */
export class SourceUnreadable extends Error {
  override readonly name = 'SourceUnreadable' as const;
  readonly unreadable: Unreadable;
  constructor(unreadable: Unreadable) {
    super(unreadable.message);
    this.unreadable = unreadable;
  }
}

/** Reasons of the file system that have nothing to do with permission. */
const REASONS: Readonly<Record<string, string>> = {
  ELOOP: 'it is a symbolic link, and links are not followed',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * What an error of the file system means for someone who wants the path read; null when the path is simply not there
 * (any more). Throws the error again when it is not one of the file system's.
 */
export function readFailureOf(error: unknown, path: string): Unreadable | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return { path, message: `${showPath(path)} may not be read. Allow it: ${allowCommand(path)}` };
  }
  return { path, message: `${showPath(path)} cannot be read: ${REASONS[error.code] ?? error.code}.` };
}

/** A path comes from outside: what cannot be printed is replaced before it reaches a message. */
export function showPath(path: string): string {
  return path.replaceAll(/\p{C}/gu, '�');
}

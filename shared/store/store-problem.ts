import { ConfigError } from '../kernel/config.ts';

/** Ways in which the store can refuse for reasons outside our code. Anything else SQLite says is a bug of ours. */
export type StoreProblemKind = 'corrupt' | 'full' | 'unwritable' | 'busy' | 'io';

export interface StoreProblem {
  readonly kind: StoreProblemKind;
  /** One sentence for a terminal, a journal or a health answer: what, where, what to do. */
  readonly sentence: string;
}

/** By the first part of SQLite's (extended) result code. */
const KIND_OF_CODE: Readonly<Record<string, StoreProblemKind>> = {
  CORRUPT: 'corrupt',
  NOTADB: 'corrupt',
  FULL: 'full',
  READONLY: 'unwritable',
  CANTOPEN: 'unwritable',
  PERM: 'unwritable',
  BUSY: 'busy',
  LOCKED: 'busy',
  IOERR: 'io',
};
/** The same for what the file system says before SQLite is asked. */
const KIND_OF_ERRNO: Readonly<Record<string, StoreProblemKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'unwritable',
  EACCES: 'unwritable',
  EPERM: 'unwritable',
  ENOTDIR: 'unwritable',
  EISDIR: 'unwritable',
  EIO: 'io',
};

/** What an error thrown by the store means, or null when it is none of the store's conditions. */
export function storeProblemOf(error: unknown, file: string): StoreProblem | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  const sqliteCode = /^SQLITE_([A-Z]+)/.exec(error.code)?.[1];
  const kind = sqliteCode === undefined ? KIND_OF_ERRNO[error.code] : KIND_OF_CODE[sqliteCode];
  return kind === undefined ? null : { kind, sentence: storeSentence(kind, file) };
}

function storeSentence(kind: StoreProblemKind, file: string): string {
  switch (kind) {
    case 'corrupt':
      return `The database ${file} is damaged. Nothing was changed: move it aside and restore a copy from the backups folder beside it, or start without it to begin a new one.`;
    case 'full':
      return `The disk that holds ${file} is full. Free some space on it; nothing that was stored is lost.`;
    case 'unwritable':
      return `The database ${file} cannot be written. Make its folder writable for this user (and its disk not read-only).`;
    case 'busy':
      return `The database ${file} is held by another process. Stop the program that keeps it open for writing.`;
    case 'io':
      return `The disk that holds ${file} reported an error. Check the disk and its space (dmesg says more).`;
  }
}

/** The store cannot be opened. To a daemon's start it is a wrong configuration like any other. */
export class StoreOpenError extends ConfigError {
  readonly kind: StoreProblemKind;

  constructor(kind: StoreProblemKind, file: string, cause?: unknown) {
    super(storeSentence(kind, file), { cause });
    this.kind = kind;
  }
}

export type ReadProblem = 'missing' | 'denied' | 'outside' | 'too_large' | 'wrong_kind' | 'unreadable';

/** What was read, or why it could not be. The message names the path and the exact reason. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: ReadProblem; readonly message: string };

export function refuse(code: ReadProblem, message: string): Extract<Outcome<never>, { ok: false }> {
  return { ok: false, code, message };
}

/** A failed system call as a value. */
export function explainError(path: string, error: unknown): Extract<Outcome<never>, { ok: false }> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('missing', `${path} does not exist.`);
  if (code === 'EACCES' || code === 'EPERM')
    return refuse('denied', `${path} may not be read by this user (${code}).`);
  return refuse('unreadable', `${path} could not be read (${code}).`);
}

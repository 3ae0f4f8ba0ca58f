/** The spool did not take an event: nothing may leave that relies on its record. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError' as const;
  readonly code: 'disk_full' | 'unwritable' | 'closed';

  constructor(code: 'disk_full' | 'unwritable' | 'closed', message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

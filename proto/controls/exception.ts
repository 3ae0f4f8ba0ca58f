import { z } from 'zod';
import { NamePattern } from '../policy.ts';
import { Count, EpochMs, EventId, ForeignName, Sha256 } from '../scalars.ts';
import { Origin } from '../scan.ts';
import { Reason } from './stop.ts';

/** All of them are one message on the bus, of at most 1 MiB. */
export const EXCEPTIONS_MAX = 500;
/** An exception that is still right after a year is decided again by somebody. */
export const EXCEPTION_MS_MAX = 366 * 24 * 3_600_000;
/** Operators are warned this long before an exception ends. */
export const EXCEPTION_WARNING_MS = 7 * 24 * 3_600_000;

/** Where an exception holds. There is no such thing as a text that silences a rule wherever it stands: only exact content. */
export const ExceptionScope = z
  .strictObject({
    agent: NamePattern.optional(),
    key: NamePattern.optional(),
    tool: NamePattern.optional(),
    session: ForeignName.optional(),
    /** SHA-256 of the whole block. */
    content_hash: Sha256.optional(),
  })
  .refine(
    (scope) => Object.values(scope).some((value) => value !== undefined && value !== '*'),
    'needs an agent, a key, a tool, a session or the hash of the content',
  );

/** One rule that counts for nothing in one place, for a stated time. */
export const Exception = z.strictObject({
  id: EventId,
  rule: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z][a-z0-9_.]*$/, 'is the id of one rule'),
  origins: z.array(Origin).min(1).max(6).optional(),
  scope: ExceptionScope,
  reason: Reason,
  owner: z.string().trim().min(1).max(128),
  by: z.string().max(128),
  created_at_ms: EpochMs,
  expires_at_ms: EpochMs,
});
export type Exception = z.infer<typeof Exception>;

export const Exceptions = z.strictObject({
  revision: Count,
  exceptions: z.array(Exception).max(EXCEPTIONS_MAX),
});
export type Exceptions = z.infer<typeof Exceptions>;
export const NO_EXCEPTIONS: Exceptions = { revision: 0, exceptions: [] };

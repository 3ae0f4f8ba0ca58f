import { z } from 'zod';

/** Milliseconds since 1970-01-01 UTC. Inside the suite time is never text. */
export const EpochMs = z.int().min(0).max(8_640_000_000_000_000);

/** Event id: a UUIDv7, or 32 hex digits of a content hash in UUID form where the same fact can be seen twice. */
export const EventId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One token of a bus subject: what a host's name is reduced to before it enters a subject. */
export const SubjectToken = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/);

/** Names given by other programs (agents, sessions, models, keys). Bounded, otherwise free. */
export const ForeignName = z.string().min(1).max(512);

export const Score = z.int().min(0).max(100);
export const Count = z.int().min(0);

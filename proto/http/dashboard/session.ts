import { z } from 'zod';
import { PERMISSIONS, Role } from '../../permissions.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

/** Length rules after OWASP ASVS 5.0 (6.2.1, 6.2.9): at least 12 characters, long passphrases welcome, no composition rules. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 256;

export const Username = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{1,31}$/,
    'Use 2 to 32 of a-z, 0-9, dot, dash, underscore; start with a letter or digit.',
  );
const NewPassword = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);

export const Me = z.strictObject({
  username: z.string(),
  role: Role,
  permissions: z.array(z.string().refine((name) => name in PERMISSIONS)),
  signed_in_at: IsoTime,
  expires_at: IsoTime,
});
export type Me = z.infer<typeof Me>;

export const readSetup = defineRoute({
  method: 'GET',
  path: '/api/setup',
  access: 'public',
  summary: 'Whether the first operator still has to be created',
  response: z.strictObject({ needed: z.boolean() }),
  errors: [],
});

export const createFirstOperator = defineRoute({
  method: 'POST',
  path: '/api/setup',
  access: 'public',
  summary: 'Create the first operator with the one-time token of the set-up link, and sign in',
  body: z.strictObject({ token: z.string().min(16).max(128), username: Username, password: NewPassword }),
  response: Me,
  errors: ['bad_credentials', 'conflict', 'too_many_attempts'],
});

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/session',
  access: 'public',
  summary: 'Sign in',
  body: z.strictObject({
    username: z.string().min(1).max(64),
    password: z.string().min(1).max(PASSWORD_LENGTH_MAX),
  }),
  response: Me,
  errors: ['bad_credentials', 'too_many_attempts'],
});

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/session',
  access: 'signed_in',
  summary: 'Sign out',
  response: z.strictObject({}),
  errors: [],
});

export const readMe = defineRoute({
  method: 'GET',
  path: '/api/session',
  access: 'signed_in',
  summary: 'Who is signed in',
  response: Me,
  errors: [],
});

import { hostname } from 'node:os';
import { SubjectToken } from '@clawnex/proto/scalars.ts';

/** This machine's name as events carry it: lower case, one subject token. */
export function hostToken(env: NodeJS.ProcessEnv = process.env): string {
  const name = env['CLAWNEX_HOST'] ?? hostname();
  const token = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '-')
    .replace(/^[^a-z0-9]/, 'h')
    .slice(0, 63);
  return SubjectToken.parse(token === '' ? 'localhost' : token);
}

import { z } from 'zod';
import type { Fields } from '../events/signal.ts';

/** What is known of a group besides its key, for sentences and for the envelope of its alerts. */
export const Context = z.object({
  host: z.string().optional(),
  instance: z.string().optional(),
  agent: z.string().optional(),
  session: z.string().optional(),
  model: z.string().optional(),
  key: z.string().optional(),
  tool: z.string().optional(),
});
export type Context = z.infer<typeof Context>;

/** Adds what an event says; what was known first stays. */
export function mergeContext(known: Context, fields: Fields): Context {
  const { host, instance, agent, session, model, key, tool } = fields;
  return { ...Context.parse({ host, instance, agent, session, model, key, tool }), ...known };
}

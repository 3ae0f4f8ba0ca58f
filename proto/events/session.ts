import { z } from 'zod';
import { Count, ForeignName } from '../scalars.ts';
import { Origin } from '../scan.ts';
import { SCAN_SOURCES } from './scan.ts';

/** What an agent did according to its own session log: metadata, never text. One per log entry. */
export const SessionObserved = z.object({
  kind: z.enum([
    'started',
    'turn',
    'tool_called',
    'tool_result',
    'usage',
    'compacted',
    'reset',
    'error',
    'ended',
  ]),
  log_source: z.enum(SCAN_SOURCES),
  entry_id: ForeignName,
  origin: Origin.optional(),
  tool: ForeignName.optional(),
  model: ForeignName.optional(),
  provider: ForeignName.optional(),
  is_error: z.boolean().optional(),
  /** True when the runtime says that the content came from the network. */
  from_network: z.boolean().optional(),
  /** Whether the runtime takes the sender of the message for its owner. */
  owner: z.boolean().optional(),
  /** Where a message comes from that no person typed here: another session, the runtime itself, a channel. */
  sender: z
    .object({
      kind: z.enum(['inter_session', 'internal_system', 'sub_agent', 'channel']),
      session: ForeignName.optional(),
      channel: ForeignName.optional(),
      tool: ForeignName.optional(),
    })
    .optional(),
  /** The model's answer by the provider's id, which the proxy sees too. */
  response_id: ForeignName.optional(),
  /** Names what the usage is of. A later event under the same name replaces the amounts. */
  usage_key: ForeignName.optional(),
  /** The amounts are totals of the session so far. */
  cumulative: z.boolean().optional(),
  /** Without what was read from the cache. */
  input_tokens: Count.optional(),
  output_tokens: Count.optional(),
  cache_read_tokens: Count.optional(),
  cache_write_tokens: Count.optional(),
  reasoning_tokens: Count.optional(),
  cost_microusd: Count.optional(),
});
export type SessionObserved = z.infer<typeof SessionObserved>;

import { z } from 'zod';
import { Count, ForeignName } from '../scalars.ts';
import { Origin } from '../scan.ts';
import { SCAN_SOURCES } from './scan.ts';

/** What an agent did according to its own session log: metadata, never text. One per log entry. */
export const SessionObserved = z.object({
  kind: z.enum(['started', 'turn', 'tool_called', 'tool_result', 'compacted', 'reset', 'error']),
  log_source: z.enum(SCAN_SOURCES),
  entry_id: ForeignName,
  origin: Origin.optional(),
  tool: ForeignName.optional(),
  model: ForeignName.optional(),
  provider: ForeignName.optional(),
  is_error: z.boolean().optional(),
  /** True when the runtime says that the content came from the network. */
  from_network: z.boolean().optional(),
  input_tokens: Count.optional(),
  output_tokens: Count.optional(),
  cache_read_tokens: Count.optional(),
  cache_write_tokens: Count.optional(),
  cost_microusd: Count.optional(),
});
export type SessionObserved = z.infer<typeof SessionObserved>;

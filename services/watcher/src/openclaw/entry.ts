import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const amount = z.number().min(0).optional().catch(undefined);

/** A line of a transcript: the same in files and databases, in all versions. Unknown kinds pass, to be left alone. */
export const Entry = z.object({
  type: z.string(),
  id: text,
  timestamp: text,
  message: z.unknown().optional(),
  summary: text,
  content: z.unknown().optional(),
  customType: text,
});
export type Entry = z.infer<typeof Entry>;

const Usage = z.object({
  input: amount,
  output: amount,
  cacheRead: amount,
  cacheWrite: amount,
  cost: z.object({ total: amount }).optional().catch(undefined),
});

export const Message = z.object({
  role: z.string(),
  content: z.unknown().optional(),
  provider: text,
  model: text,
  stopReason: text,
  usage: Usage.optional().catch(undefined),
  timestamp: amount,
  toolCallId: text,
  toolName: text,
  isError: flag,
  customType: text,
  details: z.unknown().optional(),
  __openclaw: z.object({ resultContentSource: text }).optional().catch(undefined),
});
export type Message = z.infer<typeof Message>;

export const ContentPart = z.object({
  type: z.string(),
  text,
  thinking: text,
  id: text,
  name: text,
  arguments: z.unknown().optional(),
});
export type ContentPart = z.infer<typeof ContentPart>;

/** A tool called from inside another tool, as 2026.9 records it. */
export const NestedTool = z.object({
  parentToolCallId: text,
  toolName: z.string(),
  input: z.unknown().optional(),
  result: z.object({ content: z.unknown().optional() }).optional().catch(undefined),
  isError: flag,
});

/** Result details of the dispatcher: which tool it really ran. */
export const DispatchDetails = z.object({ tool: z.object({ name: z.string() }) });

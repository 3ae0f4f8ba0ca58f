import { GuardrailRequest } from '@clawnex/proto/http/shield.ts';
import { z } from 'zod';

/**
 * A guardrail request as the shield takes it. Messages and tool calls may have any shape: they differ by route and
 * version of LiteLLM, and a message that one check refuses to read is a call that no agent can make.
 */
export const GuardrailBody = GuardrailRequest.extend({
  structured_messages: z.array(z.unknown()).nullish(),
  tool_calls: z.array(z.unknown()).nullish(),
});
export type GuardrailBody = z.infer<typeof GuardrailBody>;

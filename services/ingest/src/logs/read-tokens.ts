import type { ExchangeLogged } from '@clawnex/proto/events/exchange.ts';
import { positive } from './positive.ts';
import type { RecordShape } from './record-shape.ts';

type TokenFields =
  | 'prompt_tokens'
  | 'completion_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'reasoning_tokens';

/**
 * Token counts, from where this LiteLLM has them: totals at the top, details in the provider's own usage object, in
 * OpenAI's or Anthropic's words. An answer that was made and then blocked has zeros at the top and its true counts in
 * the usage object.
 */
export function readTokens(record: RecordShape): Pick<ExchangeLogged, TokenFields> {
  const usage = record.metadata?.usage_object ?? record.usage;
  return {
    prompt_tokens: positive(record.prompt_tokens, usage?.prompt_tokens, usage?.input_tokens),
    completion_tokens: positive(record.completion_tokens, usage?.completion_tokens, usage?.output_tokens),
    cache_read_tokens:
      usage?.cache_read_input_tokens ??
      usage?.prompt_tokens_details?.cached_tokens ??
      usage?.input_tokens_details?.cached_tokens,
    cache_write_tokens:
      usage?.cache_creation_input_tokens ?? usage?.prompt_tokens_details?.cache_creation_tokens,
    reasoning_tokens:
      usage?.completion_tokens_details?.reasoning_tokens ?? usage?.output_tokens_details?.reasoning_tokens,
  };
}

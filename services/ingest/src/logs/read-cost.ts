import type { ExchangeLogged } from '@clawnex/proto/events/exchange.ts';
import { positive } from './positive.ts';
import { readTokens } from './read-tokens.ts';
import type { RecordShape } from './record-shape.ts';

/**
 * What the call cost, and whether to believe it: LiteLLM says 0 for a model whose price it does not know, but also for
 * an answer out of its cache, for an answer that was paid and then blocked (the breakdown has the truth), for a call that failed before it cost anything, and for a model that is free.
 */
export function readCost(record: RecordShape): Pick<ExchangeLogged, 'cost_microusd' | 'cost_trust'> {
  const cost = positive(record.response_cost, record.cost, record.cost_breakdown?.total_cost);
  if (cost === undefined) return { cost_trust: 'unknown' };
  const cost_microusd = Math.round(cost * 1e6);
  const unpriced = cost === 0 && usedTokens(record) && record.cache_hit !== true && !hasPrice(record);
  return { cost_microusd, cost_trust: unpriced ? 'unpriced' : 'reported' };
}

function usedTokens(record: RecordShape): boolean {
  const { prompt_tokens, completion_tokens } = readTokens(record);
  return (positive(prompt_tokens, completion_tokens) ?? 0) > 0;
}

function hasPrice({ model_map_information }: RecordShape): boolean {
  const price = model_map_information?.model_map_value;
  return price?.input_cost_per_token !== undefined || price?.output_cost_per_token !== undefined;
}

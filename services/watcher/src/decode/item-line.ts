import type { Origin } from '@clawnex/proto/scan.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { Item } from '../sources/item.ts';
import type { Source } from '../sources/source.ts';

/** One line of `watch decode`. What is not known is absent, or null where the line always names it. */
export function itemLine(item: Item, source: Pick<Source, 'runtime' | 'agent'>): object {
  return {
    kind: item.kind,
    runtime: source.runtime,
    agent: source.agent,
    session: item.session,
    origin: item.origin ?? originOf(item),
    ...(item.type === undefined ? {} : { type: item.type }),
    ...(item.text === undefined ? {} : { text: item.text }),
    ...(item.tool === undefined ? {} : { tool: item.tool }),
    ...(item.kind === 'tool_call' ? { arguments: item.arguments ?? null } : {}),
    ...(item.call === undefined ? {} : { call_id: item.call }),
    ...(item.is_error === undefined ? {} : { is_error: item.is_error }),
    ...(item.from_network === undefined ? {} : { from_network: item.from_network }),
    ...(item.owner === undefined ? {} : { owner: item.owner }),
    ...(item.sender === undefined ? {} : { sender: item.sender }),
    ...(item.sub_agent === undefined ? {} : { sub_agent: item.sub_agent }),
    ...(item.model === undefined ? {} : { model: item.model }),
    ...(item.provider === undefined ? {} : { provider: item.provider }),
    ...(item.response === undefined ? {} : { response_id: item.response }),
    ...(item.tokens === undefined ? {} : { tokens: item.tokens }),
    ...(item.cost_usd === undefined ? {} : { cost_usd: item.cost_usd }),
    ...(item.cumulative === undefined ? {} : { cumulative: item.cumulative }),
    entry: item.entry,
    time: item.time_ms === null ? null : toIso(item.time_ms),
  };
}

function originOf(item: Item): Origin | null {
  return item.kind === 'usage' || item.kind === 'error' ? 'assistant' : null;
}

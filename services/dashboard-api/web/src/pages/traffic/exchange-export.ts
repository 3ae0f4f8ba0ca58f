import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { ExportSpec } from '../../list/export-rows.ts';

export const EXCHANGE_EXPORT: ExportSpec<ExchangeRow> = {
  name: 'exchanges',
  csv: [
    ['call_id', (row) => row.call_id],
    ['at', (row) => row.at],
    ['host', (row) => row.host],
    ['origin', (row) => row.origin],
    ['agent', (row) => row.agent],
    ['key_alias', (row) => row.key_alias],
    ['session', (row) => row.session],
    ['model', (row) => row.model],
    ['provider', (row) => row.provider],
    ['verdict', (row) => row.verdict],
    ['score', (row) => row.score],
    ['decision', (row) => row.decision],
    ['categories', (row) => row.categories.join(' ')],
    ['rules', (row) => row.rules.join(' ')],
    ['request_latency_us', (row) => row.request?.latency_us ?? null],
    ['response_latency_us', (row) => row.response?.latency_us ?? null],
    ['duration_ms', (row) => row.log?.duration_ms ?? null],
    ['prompt_tokens', (row) => row.log?.prompt_tokens ?? null],
    ['completion_tokens', (row) => row.log?.completion_tokens ?? null],
    ['cost_microusd', (row) => row.log?.cost_microusd ?? null],
    ['cost_trust', (row) => row.log?.cost_trust ?? null],
  ],
};

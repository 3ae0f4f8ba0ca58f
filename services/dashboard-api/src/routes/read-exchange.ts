import { readExchange } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { prepareEvidence } from '../exchanges/read-evidence.ts';

export function mountReadExchange(app: Hono, api: Api): void {
  const readEvidence = prepareEvidence(api.reader);
  mountRoute(app, readExchange, api.operators, ({ params }) => {
    const detail = readEvidence(params.call_id);
    if (detail === null) return failure('not_found', 'No call of this id is stored.', 'path.call_id');
    return { ok: true, body: detail };
  });
}

import { TrustDetail } from '@clawnex/proto/events/posture.ts';
import { TrustChanged } from '@clawnex/proto/events/trust.ts';
import {
  acceptFinding,
  askTrustWhatIf,
  listTrustChanges,
  listTrustDetails,
  readTrustReport,
  revokeAcceptance,
  runTrustAudit,
} from '@clawnex/proto/http/dashboard/trust.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { judgeAcceptance } from '../trust/judge-acceptance.ts';
import * as sql from '../trust/trust.sql.ts';

const DAY_MS = 86_400_000;

export function mountReadTrustReport(app: Hono, api: Api): void {
  mountRoute(app, readTrustReport, api.operators, () => api.askTrust.report());
}

export function mountAskTrustWhatIf(app: Hono, api: Api): void {
  mountRoute(app, askTrustWhatIf, api.operators, ({ body }) => api.askTrust.whatIf(body));
}

export function mountRunTrustAudit(app: Hono, api: Api): void {
  mountRoute(app, runTrustAudit, api.operators, () => api.askTrust.run());
}

export function mountListTrustDetails(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listTrustRows);
  mountRoute(app, listTrustDetails, api.operators, () => ({
    ok: true,
    body: {
      rows: list.all({}).map((row) => ({
        finding_id: row.finding_id,
        host: row.host,
        detail: TrustDetail.parse(JSON.parse(row.detail_json)),
        ...judgeAcceptance(row, api.clock.now()),
      })),
    },
  }));
}

export function mountListTrustChanges(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listTrustChangeRows);
  mountRoute(app, listTrustChanges, api.operators, () => ({
    ok: true,
    body: {
      rows: list.all({}).map(({ host, at_ms, change_json }) => {
        const { before_snapshot_id: _before, ...change } = TrustChanged.parse(JSON.parse(change_json));
        return { ...change, host, at: toIso(at_ms) };
      }),
    },
  }));
}

export function mountAcceptFinding(app: Hono, api: Api): void {
  const read = prepareQuery(api.writer.db, sql.readTrustState);
  const put = prepareWrite(api.writer.db, sql.putAcceptance);
  mountRoute(app, acceptFinding, api.operators, async ({ body, caller }) => {
    const { host, finding_id, reason, owner, days } = body;
    const now = api.clock.now();
    const expires_at_ms = now + days * DAY_MS;
    const actor = caller.session.username;
    const written = await api.writer.write(() => {
      const state = read.get({ host, finding_id })?.state;
      if (state === undefined) return failure('not_found', 'There is no such finding of the trust audit.');
      put({ host, finding_id, state, reason, owner, accepted_by: actor, accepted_at_ms: now, expires_at_ms });
      api.writer.audit({
        actor,
        action: 'finding.accepted',
        target: `${host}/${finding_id}`,
        detail: { reason, owner, days },
      });
      return { ok: true as const };
    });
    if (!written.ok) return written;
    return written.value.ok ? { ok: true, body: { expires_at: toIso(expires_at_ms) } } : written.value;
  });
}

export function mountRevokeAcceptance(app: Hono, api: Api): void {
  const read = prepareQuery(api.writer.db, sql.readAcceptance);
  const end = prepareWrite(api.writer.db, sql.endAcceptance);
  mountRoute(app, revokeAcceptance, api.operators, async ({ body: { host, finding_id }, caller }) => {
    const actor = caller.session.username;
    const written = await api.writer.write(() => {
      const known = read.get({ host, finding_id });
      if (known === undefined) return failure('not_found', 'This finding was not accepted.');
      if (known.revoked_at_ms !== null) return { ok: true as const, revoked: false };
      end({ host, finding_id, revoked_at_ms: api.clock.now() });
      api.writer.audit({
        actor,
        action: 'finding.acceptance_revoked',
        target: `${host}/${finding_id}`,
        detail: {},
      });
      return { ok: true as const, revoked: true };
    });
    if (!written.ok) return written;
    return written.value.ok ? { ok: true, body: { revoked: written.value.revoked } } : written.value;
  });
}

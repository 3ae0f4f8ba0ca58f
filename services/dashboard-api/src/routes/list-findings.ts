import { listFindings, POSTURE_SOURCES } from '@clawnex/proto/http/dashboard/findings.ts';
import { SEVERITIES } from '@clawnex/proto/scan.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { listLatestRuns, listPresentFindings } from '../posture/findings.sql.ts';
import { readOrFail } from '../store/read-failure.ts';

export function mountListFindings(app: Hono, api: Api): void {
  mountRoute(app, listFindings, api.operators, async ({ query }) => {
    const sources = query.source === undefined ? POSTURE_SOURCES : [query.source];
    const read = await readOrFail(
      Promise.all(
        sources.map(async (source) => ({
          source,
          findings: await api.pool.all(listPresentFindings, { source }),
          runs: await api.pool.all(listLatestRuns, { source }),
        })),
      ),
    );
    if (!read.ok) return read;
    const rows = read.value
      .flatMap(({ findings }) => findings)
      .map(({ check_name, first_seen_ms, last_seen_ms, ...row }) => ({
        ...row,
        check: check_name,
        first_seen: toIso(first_seen_ms),
        last_seen: toIso(last_seen_ms),
      }));
    // Worst first, then in an order that stays from run to run.
    rows.sort(
      (a, b) =>
        Number(b.result === 'fail') - Number(a.result === 'fail') ||
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        (a.finding_id < b.finding_id ? -1 : 1),
    );
    const runs = read.value.flatMap(({ source, runs: ended }) =>
      ended.map(({ host, ended_at_ms, checks_total }) => ({
        host,
        source,
        ended_at: toIso(ended_at_ms),
        checks_total,
      })),
    );
    return { ok: true, body: { rows, runs } };
  });
}

import {
  AdvisorySource,
  HostChanged,
  HostCheckState,
  HostGrade,
  InventoryItem,
  LynisReport,
  Vulnerability,
} from '@clawnex/proto/events/host.ts';
import {
  listHostHistory,
  listHostVulnerabilities,
  readHostPosture,
  runHostScan,
} from '@clawnex/proto/http/dashboard/host.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { Api } from '../api.ts';
import * as sql from '../host/host.sql.ts';

const Checks = z.array(HostCheckState);
const Advisories = z.array(AdvisorySource);
const Inventory = z.array(InventoryItem);
const Aliases = Vulnerability.shape.aliases;
const { appeared: Findings } = HostChanged.shape;

export function mountReadHostPosture(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listLatestHostScans);
  mountRoute(app, readHostPosture, api.operators, ({ query }) => ({
    ok: true,
    body: {
      hosts: list.all({ host: query.host ?? null }).map((row) => ({
        host: row.host,
        snapshot_id: row.snapshot_id,
        ended_at: toIso(row.ended_at_ms),
        grade: HostGrade.parse(JSON.parse(row.grade_json)),
        checks: Checks.parse(JSON.parse(row.checks_json)),
        advisories: Advisories.parse(JSON.parse(row.advisories_json)).map(({ dated_ms, ...source }) => ({
          ...source,
          dated: toIso(dated_ms),
        })),
        inventory: Inventory.parse(JSON.parse(row.inventory_json)),
        inventory_total: row.inventory_total,
        vulnerabilities_left_out: row.vulnerabilities_left_out,
        lynis: row.lynis_json === null ? null : toLynisView(row.lynis_json),
      })),
      read_at: toIso(api.clock.now()),
    },
  }));
}

function toLynisView(json: string) {
  const { dated_ms, ...report } = LynisReport.parse(JSON.parse(json));
  return { ...report, dated: dated_ms === null ? null : toIso(dated_ms) };
}

export function mountListHostVulnerabilities(app: Hono, api: Api): void {
  const list = prepareQuery(api.reader, sql.listVulnerabilities);
  mountRoute(app, listHostVulnerabilities, api.operators, ({ query }) => ({
    ok: true,
    body: {
      rows: list.all({ host: query.host ?? null }).map(({ aliases_json, exploited, malicious, ...row }) => ({
        ...row,
        aliases: Aliases.parse(JSON.parse(aliases_json)),
        exploited: exploited === 1,
        malicious: malicious === 1,
      })),
      read_at: toIso(api.clock.now()),
    },
  }));
}

export function mountListHostHistory(app: Hono, api: Api): void {
  const scans = prepareQuery(api.reader, sql.listHostScans);
  const changes = prepareQuery(api.reader, sql.listHostChanges);
  mountRoute(app, listHostHistory, api.operators, ({ query: { host, limit } }) => ({
    ok: true,
    body: {
      scans: scans
        .all({ host, limit })
        .map(({ ended_at_ms, ...row }) => ({ ...row, ended_at: toIso(ended_at_ms) })),
      changes: changes
        .all({ host, limit })
        .map(({ at_ms, appeared_json, resolved_json, lost_sight_json, ...row }) => ({
          ...row,
          at: toIso(at_ms),
          appeared: Findings.parse(JSON.parse(appeared_json)),
          resolved: Findings.parse(JSON.parse(resolved_json)),
          lost_sight: Findings.parse(JSON.parse(lost_sight_json)),
        })),
      read_at: toIso(api.clock.now()),
    },
  }));
}

export function mountRunHostScan(app: Hono, api: Api): void {
  mountRoute(app, runHostScan, api.operators, () => api.runHostScan());
}

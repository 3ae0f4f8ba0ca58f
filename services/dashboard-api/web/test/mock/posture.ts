import { DASHBOARD_ROUTES as ROUTES } from '@clawnex/proto/http/dashboard.ts';
import { controlId } from './controls.ts';
import type { makeFindings } from './findings.ts';
import { type Handlers, Refusal } from './handlers.ts';
import { makeTrustGraph } from './trust-graph.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the trust audit and the host scanner know beyond their findings. */
export function makePosture(nowMs: number, { rows }: ReturnType<typeof makeFindings>): Handlers {
  const iso = (ms: number) => new Date(ms).toISOString();
  const filled = rows.length > 0;
  const accepted = new Map<string, { reason: string; owner: string; days: number }>();
  const part = {
    score: 61,
    coverage_percent: 88,
    passed: 48,
    failed: 7,
    not_evaluated: 6,
    not_applicable: 22,
  };
  const failed = rows.filter(({ source, result }) => source === 'trust' && result === 'fail');
  return {
    listTrustDetails: () => ({
      rows: failed.map((row) => {
        const taken = accepted.get(row.host + row.finding_id);
        return {
          finding_id: row.finding_id,
          host: row.host,
          detail: {
            file: '~/.openclaw/openclaw.json',
            pointer: '/channels/telegram/dmPolicy',
            line: 41,
            risk: 92,
            paths: ['A stranger on Telegram → direct message → agent main → exec on the host → ~/.ssh'],
            combinations: ['TC1'],
            patch: [
              {
                op: 'set',
                file: '~/.openclaw/openclaw.json',
                format: 'json5',
                pointer: '/channels/telegram/dmPolicy',
                before: '"open"',
                after: '"pairing"',
                rollback: 'Set it to "open" again.',
              },
            ],
            restart: 'openclaw gateway restart',
            side_effects: 'Strangers have to be paired first.',
            simulation: {
              clears: true,
              removes: [controlId(1), controlId(2)],
              adds: [],
              highest_risk_before: 100,
              highest_risk_after: 22,
            },
            vendor_ids: ['security.exposure.open_channels_with_exec'],
            state: 'a',
          },
          acceptance:
            taken === undefined
              ? null
              : {
                  reason: taken.reason,
                  owner: taken.owner,
                  accepted_by: 'ada',
                  accepted_at: iso(nowMs),
                  expires_at: iso(nowMs + taken.days * DAY_MS),
                },
          reopened: null,
        };
      }),
    }),
    acceptFinding: ({ body }) => {
      const { host, finding_id, ...taken } = ROUTES.acceptFinding.body.parse(body);
      accepted.set(host + finding_id, taken);
      return { expires_at: iso(nowMs + taken.days * DAY_MS) };
    },
    revokeAcceptance: ({ body }) => {
      const { host, finding_id } = ROUTES.revokeAcceptance.body.parse(body);
      return { revoked: accepted.delete(host + finding_id) };
    },
    listTrustChanges: () => ({
      rows: filled
        ? [
            {
              snapshot_id: controlId(50),
              host: 'host-a',
              at: iso(nowMs - 12 * 60_000),
              appeared: [controlId(1)],
              gone: [],
              new_ways: ['A stranger on Telegram → agent main → exec on the host'],
              highest_risk_before: 61,
              highest_risk_after: 100,
            },
          ]
        : [],
    }),
    ...makeTrustGraph(nowMs, filled),
    askTrustWhatIf: ({ body }) => {
      const { settings, edges } = ROUTES.askTrustWhatIf.body.parse(body);
      if (settings.includes('nonsense'))
        throw new Refusal('bad_request', 'No setting has this name: nonsense.');
      const helps = settings.length + edges.length > 0;
      return {
        highest_before: 100,
        highest_after: helps ? 22 : 100,
        changes: [{ node: 'a:main', label: 'main', before: 100, after: 22 }],
        removes: [controlId(1)],
        adds: [],
      };
    },
    runTrustAudit: () => ({ snapshot_id: controlId(51), findings: 12, failed: 6 }),
    runHostScan: () => ({ snapshot_id: controlId(52), findings: 10, failed: 6 }),
    readHostPosture: () => ({
      hosts: filled
        ? [
            {
              host: 'host-a',
              snapshot_id: controlId(60),
              ended_at: iso(nowMs - 41 * 60_000),
              grade: {
                ...part,
                letter: 'D',
                formula:
                  '122 of 200 points of what was evaluated: 61. Held at 49 because a port is open to the network.',
                points: 122,
                points_possible: 200,
                caps: [{ at: 49, why: 'A port of an agent runtime is open to the network.' }],
                categories: [
                  { ...part, category: 'ai_runtime' },
                  { ...part, category: 'logging', score: null },
                ],
                tiers: [{ ...part, tier: 'basic' }],
              },
              checks: [],
              advisories: [
                {
                  name: 'built in',
                  dated: iso(nowMs - 90 * DAY_MS),
                  age: 'stale',
                  advisories: 118,
                  sha256: 'a'.repeat(64),
                  signed_by: null,
                },
              ],
              inventory: [],
              inventory_total: 0,
              vulnerabilities_left_out: 0,
              lynis: null,
            },
          ]
        : [],
      read_at: iso(nowMs),
    }),
    listHostHistory: () => ({
      scans: [
        {
          snapshot_id: controlId(60),
          ended_at: iso(nowMs - HOUR_MS),
          score: 49,
          letter: 'D',
          coverage_percent: 88,
          passed: 48,
          failed: 7,
          not_evaluated: 6,
          not_applicable: 22,
          vulnerabilities: 2,
          exploited: 1,
        },
      ],
      changes: [
        {
          snapshot_id: controlId(60),
          previous_snapshot_id: controlId(59),
          appeared: [],
          resolved: [],
          lost_sight: [],
          score_before: 61,
          score_after: 49,
          at: iso(nowMs - HOUR_MS),
        },
      ],
      read_at: iso(nowMs),
    }),
    listHostVulnerabilities: () => ({
      rows: filled
        ? [
            {
              host: 'host-a',
              advisory: 'GHSA-g7xx-0000-0001',
              aliases: ['CVE-2026-11111'],
              ecosystem: 'npm',
              package: 'openclaw',
              version: '2026.5.1',
              path: '/usr/lib/node_modules/openclaw',
              severity: 'high',
              exploited: false,
              malicious: false,
              fixed: '2026.6.2',
              title: 'The gateway takes orders from any web page',
              source: 'built in',
              source_age: 'stale',
            },
            {
              host: 'host-a',
              advisory: 'PYSEC-2026-1',
              aliases: [],
              ecosystem: 'PyPI',
              package: 'litellm',
              version: '1.82.7',
              path: '/opt/litellm',
              severity: 'high',
              exploited: true,
              malicious: true,
              fixed: null,
              title: 'A release with a back door',
              source: 'built in',
              source_age: 'stale',
            },
          ]
        : [],
      read_at: iso(nowMs),
    }),
  };
}

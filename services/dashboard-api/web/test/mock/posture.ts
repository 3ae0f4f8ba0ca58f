import { DASHBOARD_ROUTES as ROUTES } from '@clawnex/proto/http/dashboard.ts';
import { controlId } from './controls.ts';
import type { makeFindings } from './findings.ts';
import { type Handlers, Refusal } from './handlers.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the trust audit and the host scanner know beyond their findings. */
export function makePosture(nowMs: number, { rows }: ReturnType<typeof makeFindings>): Handlers {
  const iso = (ms: number) => new Date(ms).toISOString();
  const any = rows.length > 0;
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
      rows: any
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
    readTrustReport: () => ({
      snapshot_id: controlId(50),
      ended_at_ms: nowMs - 12 * 60_000,
      highest_risk: any ? 100 : 0,
      nodes: any
        ? [
            {
              id: 'p:stranger',
              kind: 'principal',
              label: 'A stranger on Telegram',
              exposure: 1,
              impact: 100,
              risk: 100,
            },
            { id: 'p:owner', kind: 'principal', label: 'The owner', exposure: 0.1, impact: 100, risk: 10 },
            {
              id: 's:dm',
              kind: 'surface',
              label: 'Telegram direct messages',
              exposure: 1,
              impact: 100,
              risk: 100,
            },
            { id: 's:cli', kind: 'surface', label: 'Terminal', exposure: 0.1, impact: 80, risk: 8 },
            { id: 'a:main', kind: 'agent', label: 'main', exposure: 1, impact: 100, risk: 100 },
            { id: 'a:night', kind: 'agent', label: 'night\u202eshift', exposure: 0.2, impact: 40, risk: 8 },
            {
              id: 'c:exec',
              kind: 'capability',
              label: 'exec on the host',
              exposure: 0.9,
              impact: 100,
              risk: 90,
            },
            { id: 'c:web', kind: 'capability', label: 'web_fetch', exposure: 0.9, impact: 30, risk: 27 },
            { id: 'r:ssh', kind: 'resource', label: '~/.ssh', exposure: 0.9, impact: 100, risk: 90 },
          ]
        : [],
      edges: any
        ? [
            ['p:stranger', 's:dm', 1],
            ['p:owner', 's:cli', 1],
            ['s:dm', 'a:main', 1],
            ['s:cli', 'a:night', 0.4],
            ['a:main', 'c:exec', 0.9],
            ['a:night', 'c:web', 0.9],
            ['c:exec', 'r:ssh', 1],
          ].map(([from, to, strength]) => ({
            id: `${from} ${to}`,
            from,
            to,
            relation: 'reaches',
            strength,
            guards: strength === 1 ? [] : ['approval'],
            confidence: 'written',
            place: '~/.openclaw/openclaw.json:41 /channels/telegram/dmPolicy',
          }))
        : [],
      left_out: 0,
      choke_points: any
        ? [{ edge: 's:dm a:main', from: 'Telegram direct messages', to: 'main', removes: 78, share: 0.78 }]
        : [],
      legs: any
        ? [
            {
              agent: 'a:main',
              label: 'main',
              untrusted: 1,
              sensitive: 0.9,
              acts: 0.9,
              drop: 'untrusted',
              breaks_rule_of_two: true,
            },
          ]
        : [],
      combinations: [],
      stranger_to_host: any
        ? [{ strength: 0.9, words: 'A stranger on Telegram → direct message → main → exec on the host' }]
        : [],
      who_reaches_secrets: [],
      new_access: null,
    }),
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
      hosts: any
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
      rows: any
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

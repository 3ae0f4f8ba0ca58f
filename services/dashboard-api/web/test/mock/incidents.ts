import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';

type Given = Pick<IncidentRow, 'title' | 'severity' | 'why' | 'entities' | 'alert_count'> & {
  readonly first_min: number;
  readonly last_min: number;
};

const GIVEN: readonly Given[] = [
  {
    title: 'Poisoned web page made an agent send a key away',
    severity: 'critical',
    why: 'main on host-a read a page that told it to send ~/.ssh/id_ed25519 to collect.example.net, and did so 40 s later. Change the key and contain the agent.',
    entities: [
      { kind: 'agent', id: 'main' },
      { kind: 'session', id: 'trace-2a1f3' },
      { kind: 'key', id: 'fleet' },
      { kind: 'host', id: 'host-a' },
    ],
    alert_count: 7,
    first_min: 94,
    last_min: 3,
  },
  {
    title: 'Shield was blind for 6 min',
    severity: 'high',
    why: 'The self-test of the shield on host-b failed 6 times in a row. Calls in that time were refused.',
    entities: [{ kind: 'host', id: 'host-b' }],
    alert_count: 2,
    first_min: 300,
    last_min: 294,
  },
  {
    title: 'The same key in two agents',
    severity: 'medium',
    why: 'research and night\u202eshift sent the same GitHub token within 10 min. One of them should not have it.',
    entities: [
      { kind: 'agent', id: 'research' },
      { kind: 'agent', id: 'night\u202eshift' },
    ],
    alert_count: 2,
    first_min: 1_500,
    last_min: 1_490,
  },
];

/** Cases in the grades an operator meets, one with a hostile name. */
export function makeIncidents(nowMs: number): IncidentRow[] {
  return GIVEN.map(({ first_min, last_min, ...row }, index) => ({
    ...row,
    incident_id: `incident-${index + 1}`.padEnd(32, '0'),
    host: row.entities.find(({ kind }) => kind === 'host')?.id ?? 'host-a',
    origin: 'live',
    first_at: new Date(nowMs - first_min * 60_000).toISOString(),
    last_at: new Date(nowMs - last_min * 60_000).toISOString(),
  }));
}

import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { DASHBOARD_ROUTES as ROUTES } from '@clawnex/proto/http/dashboard.ts';
import { controlId } from './controls.ts';
import { type Handlers, Refusal } from './handlers.ts';

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

export const incidentId = (number: number) => `0199dddd-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Cases in the grades an operator meets, one with a hostile name. */
function makeIncidents(nowMs: number): IncidentRow[] {
  return GIVEN.map(({ first_min, last_min, ...row }, index) => ({
    ...row,
    incident_id: incidentId(index + 1),
    risk: 84.5 - index * 22,
    tactics: index === 0 ? ['initial-access', 'credential-access', 'exfiltration'] : [],
    status: index === 1 ? 'investigating' : 'new',
    owner: index === 1 ? 'grace' : null,
    host: row.entities.find(({ kind }) => kind === 'host')?.id ?? 'host-a',
    origin: 'live',
    first_at: new Date(nowMs - first_min * 60_000).toISOString(),
    last_at: new Date(nowMs - last_min * 60_000).toISOString(),
  }));
}

/** Incidents and what people do about them, in memory. */
export function makeIncidentWork(nowMs: number, count: number, me: () => string, tell: () => void) {
  const rows = makeIncidents(nowMs).slice(0, count);
  const works = new Map<string, { updated_at: string; updated_by: string }>();
  const comments: { incident_id: string; comment_id: string; at: string; by: string; text: string }[] = [];
  const find = (id: string | undefined) => {
    const row = rows.find((each) => each.incident_id === id);
    if (row === undefined) throw new Refusal('not_found', 'No incident of this id is stored.');
    return row;
  };
  const handlers: Handlers = {
    listIncidents: () => ({ rows }),
    readIncident: ({ params }) => {
      const row = find(params['incident_id']);
      return {
        row,
        gone: false,
        merged_into: null,
        rules: ['fleet.poisoned_page'],
        actions: ['Change the SSH key of ada.', 'Contain the agent main until the page is found.'],
        timeline: row.tactics.map((tactic, index) => ({
          at: new Date(Date.parse(row.first_at) + index * 20_000).toISOString(),
          alert_id: controlId(200 + index),
          title:
            ['A page gave the agent orders', 'A private key was read', 'The key left the host'][index] ?? '',
          severity: (['medium', 'high', 'critical'] as const)[index] ?? 'low',
          why: `main on host-a, step ${index + 1}.`,
          tactics: [tactic],
          counts: index !== 1,
        })),
        alerts: [
          {
            alert_id: controlId(200),
            rule: 'fleet.poisoned_page',
            title: 'A page gave the agent orders',
            severity: 'medium',
            why: 'main read a page with an order in it.',
            entity: { kind: 'agent', id: 'main' },
            first_at: row.first_at,
            last_at: row.last_at,
            state: 'raised',
            events_total: 3,
            suppressed_by: null,
            steps: [{ at: row.first_at, event_id: controlId(300), rule: 'base.page_with_orders' }],
          },
        ],
        alerts_left_out: 0,
        work: works.get(row.incident_id) ?? null,
        comments: comments
          .filter((comment) => comment.incident_id === row.incident_id)
          .map(({ incident_id: _id, ...comment }) => comment),
      };
    },
    changeIncident: ({ params, body }) => {
      const row = find(params['incident_id']);
      const { status, owner, seen } = ROUTES.changeIncident.body.parse(body);
      if (seen !== (works.get(row.incident_id)?.updated_at ?? null)) {
        throw new Refusal('conflict', 'Somebody else worked on it meanwhile. Look at it again.');
      }
      Object.assign(row, { status, owner });
      const work = { updated_at: new Date().toISOString(), updated_by: me() };
      works.set(row.incident_id, work);
      tell();
      return { status, owner, ...work };
    },
    commentIncident: ({ params, body }) => {
      const { incident_id } = find(params['incident_id']);
      const { text } = ROUTES.commentIncident.body.parse(body);
      const comment = {
        comment_id: controlId(900 + comments.length),
        at: new Date().toISOString(),
        by: me(),
        text,
      };
      comments.push({ ...comment, incident_id });
      return comment;
    },
  };
  return { rows, works, handlers };
}

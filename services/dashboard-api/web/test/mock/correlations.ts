import { DASHBOARD_ROUTES as ROUTES } from '@clawnex/proto/http/dashboard.ts';
import { controlId } from './controls.ts';
import { type Handlers, Refusal } from './handlers.ts';
import { incidentId } from './incidents.ts';

const DAY_MS = 86_400_000;

/** Threat score, rules and suppressions in memory. Rules with the word `fault` have a mistake. */
export function makeCorrelations(nowMs: number, me: () => string): Handlers {
  const iso = (ms: number) => new Date(ms).toISOString();
  let own = { revision: 1, yaml: '', published: true };
  const suppressions: {
    id: string;
    rule: string | null;
    entity: { kind: 'agent'; id: string };
    reason: string;
    owner: string;
    from: string;
    until: string;
    active: boolean;
    hits: number;
  }[] = [];
  const rule = (name: string, title: string, hits: number) => ({
    rule: name,
    title,
    kind: 'correlation',
    severity: hits > 0 ? 'critical' : 'medium',
    status: hits > 0 ? 'live' : 'shadow',
    source: 'builtin',
    file: 'fleet/poisoned-page.yml',
    tags: ['atlas.exfiltration'],
    hits,
    last_at: hits > 0 ? iso(nowMs - 180_000) : null,
    tests: { passed: 4, failed: hits > 0 ? 0 : 1 },
  });
  return {
    readThreat: () => ({
      score: 71.4,
      formula: '100 times 1 minus the product of (1 - risk / 100) over the open incidents.',
      contributions: [
        {
          incident_id: incidentId(1),
          title: 'Poisoned web page made an agent send a key away',
          severity: 'critical',
          entity: { kind: 'agent', id: 'main' },
          points: 64.2,
          why: 'Three tactics in 40 s; the agent reaches the host.',
        },
      ],
      read_at: iso(nowMs),
    }),
    listCorrelationRules: () => ({
      rows: [
        rule('fleet.poisoned_page', 'Poisoned page, then a secret leaves', 7),
        rule('fleet.same_key', 'The same key in two agents', 0),
      ],
    }),
    readCorrelationRules: () => own,
    tryCorrelationRules: ({ body }) => {
      const { yaml } = ROUTES.tryCorrelationRules.body.parse(body);
      const bad = yaml.includes('fault');
      return {
        problems: bad
          ? [
              {
                file: 'own.yml',
                line: 3,
                column: 1,
                pointer: '/correlation/timespan',
                message: 'No unit of time: "5x".',
              },
            ]
          : [],
        warnings: [],
        tests: bad ? [] : [{ name: 'fires on three', failure: null }],
        events: bad ? 0 : 12_400,
        from: bad ? null : iso(nowMs - DAY_MS),
        to: bad ? null : iso(nowMs),
        alerts_total: bad ? 0 : 2,
        alerts: [],
      };
    },
    writeCorrelationRules: ({ body }) => {
      const { yaml, revision } = ROUTES.writeCorrelationRules.body.parse(body);
      if (revision !== own.revision) throw new Refusal('conflict', 'Changed meanwhile.');
      own = { revision: revision + 1, yaml, published: true };
      return { revision: own.revision, published: true };
    },
    listSuppressions: () => ({ revision: suppressions.length, rows: suppressions }),
    previewSuppression: () => ({ since: iso(nowMs - 30 * DAY_MS), alerts: 9, incidents: 3, confirmed: 1 }),
    addSuppression: ({ body }) => {
      const { rule: name = null, entity, reason, days } = ROUTES.addSuppression.body.parse(body);
      const id = controlId(400 + suppressions.length);
      suppressions.push({
        id,
        rule: name,
        entity: { kind: 'agent', id: entity.id },
        reason,
        owner: me(),
        from: iso(nowMs),
        until: iso(Date.now() + days * DAY_MS),
        active: true,
        hits: 0,
      });
      return { id, published: true };
    },
    endSuppression: ({ params }) => {
      const found = suppressions.find(({ id }) => id === params['id']);
      if (found === undefined) throw new Refusal('not_found', 'It is not there any more.');
      Object.assign(found, { active: false, until: new Date().toISOString() });
      return { id: found.id, published: true };
    },
  };
}

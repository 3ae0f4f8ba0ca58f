import type { ThreatScore } from '@clawnex/proto/correlation.ts';
import type { Incident } from '../incidents/incident.ts';
import { RISK_HALF_LIFE_MS } from '../incidents/summarise-incident.ts';

/** Risk at which the score is 63: two critical incidents of today. */
const RISK_SCALE = 160;
const SHOWN_MAX = 50;
/** Less than this is history. */
const POINTS_MIN = 0.1;

const FORMULA = `score = 100 × (1 − e^(−R/${RISK_SCALE})), where R adds up the risk of live incidents, each halved for every ${RISK_HALF_LIFE_MS / 3_600_000} hours since its last alert`;

/** How threatened the fleet is now: live work only, and every part of the sum on show. */
export function threatScore(incidents: Iterable<Incident>, now_ms: number): ThreatScore {
  const contributions = [...incidents]
    .filter((incident) => incident.origin === 'live')
    .map((incident) => ({
      incident,
      points: (incident.risk ?? 0) * 0.5 ** (Math.max(0, now_ms - incident.last_at_ms) / RISK_HALF_LIFE_MS),
    }))
    .filter(({ points }) => points >= POINTS_MIN)
    .sort((a, b) => b.points - a.points || (a.incident.incident_id < b.incident.incident_id ? -1 : 1));
  const risk = contributions.reduce((sum, { points }) => sum + points, 0);
  return {
    score: Math.round(100 * (1 - Math.exp(-risk / RISK_SCALE))),
    formula: FORMULA,
    contributions: contributions.slice(0, SHOWN_MAX).map(({ incident, points }) => ({
      incident_id: incident.incident_id,
      title: incident.title,
      severity: incident.severity,
      entity: incident.entities[0] ?? { kind: 'host', id: incident.host },
      points: Math.round(points * 10) / 10,
      why: incident.why,
    })),
    read_at_ms: now_ms,
  };
}

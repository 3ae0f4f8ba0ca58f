import type { IncidentRow } from '@clawnex/proto/http/dashboard/incidents.ts';
import { formatWord } from '../../ui/format.ts';
import { Pill, type Shape, type Tone } from '../../ui/mark.tsx';
import css from './incidents.module.css';

export type Status = IncidentRow['status'];

const STATUSES: Record<Status, { shape: Shape; tone: Tone; about: string }> = {
  new: { shape: 'diamond', tone: 'plain', about: 'Nobody has looked at it' },
  investigating: { shape: 'arc', tone: 'plain', about: 'Somebody is looking at it' },
  contained: { shape: 'bar', tone: 'plain', about: 'It goes no further; work remains' },
  resolved: { shape: 'disc', tone: 'ok', about: 'Done' },
  false_positive: { shape: 'ring', tone: 'dim', about: 'It was nothing; the rule was wrong' },
};
// Object.keys of a literal: its own keys, in the order of work.
export const STATUS_NAMES = Object.keys(STATUSES) as readonly Status[];

/** Nothing more is to be done. */
export function isDone(status: Status): boolean {
  return status === 'resolved' || status === 'false_positive';
}

export function StatusPill({ status }: { status: Status }) {
  const { shape, tone, about } = STATUSES[status];
  return (
    <Pill shape={shape} tone={tone} title={about}>
      {formatWord(status)}
    </Pill>
  );
}

/** How far it went, in the order of the first alert of each tactic. */
export function TacticStrip({ tactics }: { tactics: readonly string[] }) {
  return (
    <ol className={css['tactics']} aria-label="Tactics of ATLAS, in the order they were seen">
      {tactics.map((tactic) => (
        <li key={tactic}>{tactic.replaceAll('-', ' ')}</li>
      ))}
    </ol>
  );
}

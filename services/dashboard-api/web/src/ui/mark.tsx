import type { Decision } from '@clawnex/proto/decision.ts';
import type { DaemonStatus } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import type { Severity, Verdict } from '@clawnex/proto/scan.ts';
import type { ReactNode } from 'react';
import css from './mark.module.css';

export type Shape = 'octagon' | 'triangle' | 'diamond' | 'disc' | 'ring' | 'dashed' | 'cross' | 'arc' | 'bar';
export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'ok' | 'dim' | 'plain';

const SHAPES: Record<Shape, ReactNode> = {
  octagon: <path d="M4 .8h4L11.2 4v4L8 11.2H4L.8 8V4Z" fill="currentColor" />,
  triangle: <path d="M6 1 11.4 10.6H.6Z" fill="currentColor" />,
  diamond: <path d="M6 .6 11.4 6 6 11.4.6 6Z" fill="currentColor" />,
  disc: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  dashed: (
    <circle
      cx="6"
      cy="6"
      r="4.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2 2.4"
    />
  ),
  cross: (
    <path d="m2 2 8 8m0-8-8 8" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  ),
  arc: <path d="M6 1.75A4.25 4.25 0 1 1 1.75 6" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  bar: <path d="M1.5 6h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
};

export function Mark({ shape }: { shape: Shape }) {
  return (
    <svg className={css['mark']} viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  );
}

/** A state told three ways: shape, colour, word. */
export function Pill(props: {
  shape: Shape;
  tone: Tone;
  strong?: boolean;
  title?: string;
  children: ReactNode;
}) {
  const classes = [css['pill'], css[props.tone], props.strong ? css['strong'] : ''];
  return (
    <span className={classes.join(' ')} title={props.title}>
      <Mark shape={props.shape} />
      {props.children}
    </span>
  );
}

interface Look {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly why: string;
}

export const VERDICT_LOOKS: Record<Verdict, Look> = {
  block: { shape: 'octagon', tone: 'critical', why: 'The scan found this hostile' },
  review: { shape: 'triangle', tone: 'medium', why: 'The scan found something to look at' },
  allow: { shape: 'ring', tone: 'dim', why: 'The scan found nothing of weight' },
};

export function VerdictPill({ verdict }: { verdict: Verdict | null }) {
  if (verdict === null) {
    return (
      <Pill shape="dashed" tone="dim" title="Neither side was judged by the shield (yet)">
        unjudged
      </Pill>
    );
  }
  const look = VERDICT_LOOKS[verdict];
  return (
    <Pill shape={look.shape} tone={look.tone} strong={verdict === 'block'} title={look.why}>
      {verdict}
    </Pill>
  );
}

const DECISION_WORDS: Record<Decision, string> = {
  passed: 'Went on unchanged',
  bypassed: 'Went on: enforcement was lifted at the time',
  observed: 'Went on; would have been blocked or held in mode block',
  redacted: 'Went on with the hostile part taken out',
  held: 'Held back for an operator',
  blocked: 'Refused before it was passed on',
};

export function DecisionWord({ decision }: { decision: Decision | null }) {
  if (decision === null) return <Unknown why="The shield has made no decision (yet)" />;
  const stopped = decision === 'blocked' || decision === 'held';
  return (
    <span
      className={stopped ? css['strong'] : decision === 'passed' ? css['dim'] : css['plain']}
      title={DECISION_WORDS[decision]}
    >
      {decision}
    </span>
  );
}

export const SEVERITY_SHAPES: Record<Severity, Shape> = {
  critical: 'octagon',
  high: 'triangle',
  medium: 'diamond',
  low: 'disc',
  info: 'ring',
};

export function SeverityPill({ severity }: { severity: Severity }) {
  return (
    <Pill shape={SEVERITY_SHAPES[severity]} tone={severity}>
      {severity}
    </Pill>
  );
}

type DaemonWord = 'ready' | 'degraded' | 'starting' | 'stopping' | 'silent' | 'unseen' | 'unknown';
const DAEMON_LOOKS: Record<DaemonWord, Look> = {
  ready: { shape: 'disc', tone: 'ok', why: 'Answers and works fully' },
  degraded: {
    shape: 'triangle',
    tone: 'medium',
    why: 'Answers and works with something missing; see its problems',
  },
  starting: { shape: 'arc', tone: 'dim', why: 'Answers and is still starting' },
  stopping: { shape: 'bar', tone: 'dim', why: 'Answers and is finishing what it holds' },
  silent: { shape: 'cross', tone: 'critical', why: 'Answered before and no longer does' },
  unseen: { shape: 'dashed', tone: 'high', why: 'Has not answered since the dashboard-api started' },
  unknown: { shape: 'dashed', tone: 'dim', why: 'Nobody can be asked while the broker is away' },
};

export function daemonWord(status: DaemonStatus): DaemonWord {
  return status.presence === 'answering' ? (status.health?.state ?? 'unknown') : status.presence;
}

export function DaemonPill({ status }: { status: DaemonStatus }) {
  const word = daemonWord(status);
  const look = DAEMON_LOOKS[word];
  return (
    <Pill shape={look.shape} tone={look.tone} title={look.why} strong={word === 'silent'}>
      {word}
    </Pill>
  );
}

/** What is not known, with the reason: never 0, never blank. */
export function Unknown({ why }: { why: string }) {
  return (
    <span className={css['dim']} title={why}>
      —<span className="visually-hidden"> unknown: {why}</span>
    </span>
  );
}

export function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className={css['tag']} title={title}>
      {children}
    </span>
  );
}

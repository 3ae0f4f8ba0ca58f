import type { z } from 'zod';
import type { DaemonName } from './daemons.ts';
import { DaemonNoticed } from './events/daemon.ts';
import { EnforcementChanged } from './events/enforcement.ts';
import { ExchangeJudged, ExchangeLogged } from './events/exchange.ts';
import { HostChanged, HostSnapshot } from './events/host.ts';
import { AlertRaised, IncidentChanged } from './events/incident.ts';
import { PostureSnapshot } from './events/posture.ts';
import { RuntimeChanged } from './events/runtime.ts';
import { ScanCompleted } from './events/scan.ts';
import { SessionObserved } from './events/session.ts';
import { TrustChanged } from './events/trust.ts';

interface EventDefinition {
  readonly data: z.ZodType;
  /** Daemons that may publish it; the broker refuses everyone else. */
  readonly publishers: readonly DaemonName[];
  readonly summary: string;
}

/** Every event of the suite, by type. The type's two words are the last two tokens of its subject. */
export const EVENTS = {
  'exchange.judged': {
    data: ExchangeJudged,
    publishers: ['shield'],
    summary: 'The shield judged one side of an exchange',
  },
  'exchange.logged': {
    data: ExchangeLogged,
    publishers: ['ingest'],
    summary: "LiteLLM's record of a call was stored",
  },
  'scan.completed': {
    data: ScanCompleted,
    publishers: ['shield', 'watcher'],
    summary: 'A block outside any exchange was scanned',
  },
  'enforcement.changed': {
    data: EnforcementChanged,
    publishers: ['shield', 'dashboard-api'],
    summary: 'Enforcement was lifted or stopped something, or ended doing so',
  },
  'session.observed': {
    data: SessionObserved,
    publishers: ['watcher'],
    summary: 'An entry of a session log was read',
  },
  'runtime.changed': {
    data: RuntimeChanged,
    publishers: ['watcher'],
    summary: 'Something that an agent runs on came, went or is another one',
  },
  'alert.raised': { data: AlertRaised, publishers: ['correlator'], summary: 'A correlation rule fired' },
  'incident.changed': {
    data: IncidentChanged,
    publishers: ['correlator'],
    summary: 'An incident was opened or grew',
  },
  'trust.snapshot': {
    data: PostureSnapshot,
    publishers: ['trust-audit'],
    summary: 'A trust audit run ended',
  },
  'trust.changed': {
    data: TrustChanged,
    publishers: ['trust-audit'],
    summary: 'A trust audit run differs from the one before',
  },
  'host.snapshot': { data: HostSnapshot, publishers: ['host-scanner'], summary: 'A host scan ended' },
  'host.changed': {
    data: HostChanged,
    publishers: ['host-scanner'],
    summary: 'A host scan found other failures than the one before',
  },
  'daemon.noticed': {
    data: DaemonNoticed,
    publishers: ['shield', 'ingest', 'watcher', 'correlator', 'trust-audit', 'host-scanner', 'dashboard-api'],
    summary: 'A daemon reports something about itself',
  },
} as const satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = Object.keys(EVENTS).filter((name): name is EventType => name in EVENTS);

/** Data of an event type, as consumers see it. */
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['data']>;

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(EVENTS, name);
}

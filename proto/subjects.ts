import type { BrokerUser, DaemonName } from './daemons.ts';
import type { EventType } from './events.ts';

/** The one event stream: `clawnex.evt.<host>.<family>.<name>`. */
export const EVENT_STREAM = 'CLAWNEX_EVT';
export const EVENT_SUBJECTS = 'clawnex.evt.>';
/** What a consumer could not take: kept apart, never retried, counted. */
export const DEAD_LETTER_STREAM = 'CLAWNEX_DLQ';
export const DEAD_LETTER_SUBJECTS = 'clawnex.dlq.>';
/** Core messages (not stored) by which ingest says that rows were committed. */
export const COMMITTED_SUBJECT = 'clawnex.live.committed';

export function eventSubject(host: string, type: EventType): string {
  return `clawnex.evt.${host}.${type}`;
}
/** Subject filter of one type over all hosts. */
export function eventFilter(type: EventType): string {
  return `clawnex.evt.*.${type}`;
}
export function deadLetterSubject(consumer: ConsumerName): string {
  return `clawnex.dlq.${consumer}`;
}
export function commandSubject(daemon: DaemonName, verb: string): string {
  return `clawnex.cmd.${daemon}.${verb}`;
}
/** Inbox prefix of a broker user: nobody else may subscribe to it. */
export function inboxPrefix(user: BrokerUser): string {
  return `_INBOX_${user.replaceAll('-', '_')}`;
}

/** Stream limits. Age covers a long weekend with ingest down; size bounds the disk (2 GiB is some 3 million events). */
export const EVENT_STREAM_LIMITS = {
  age_ms: 4 * 24 * 3_600_000,
  bytes: 2 * 1024 ** 3,
  message_bytes: 1024 ** 2,
} as const;
export const DEAD_LETTER_LIMITS = {
  age_ms: 30 * 24 * 3_600_000,
  bytes: 64 * 1024 ** 2,
  message_bytes: 1024 ** 2,
} as const;
/** The broker forgets message ids after this time; later repeats are caught by event id in the store. */
export const DUPLICATE_WINDOW_MS = 120_000;

interface ConsumerDefinition {
  readonly daemon: DaemonName;
  readonly filter: string;
  /** Time a batch may take before the broker offers it again. */
  readonly ack_wait_ms: number;
  readonly max_ack_pending: number;
}

/** Durable pull consumers of the event stream. */
export const CONSUMERS = {
  ingest: { daemon: 'ingest', filter: EVENT_SUBJECTS, ack_wait_ms: 10_000, max_ack_pending: 5_000 },
  correlator: { daemon: 'correlator', filter: EVENT_SUBJECTS, ack_wait_ms: 30_000, max_ack_pending: 5_000 },
} as const satisfies Record<string, ConsumerDefinition>;
export type ConsumerName = keyof typeof CONSUMERS;

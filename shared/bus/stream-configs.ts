import { bucketChangesSubject } from '@clawnex/proto/broker.ts';
import { BUCKETS, type BucketName } from '@clawnex/proto/kv.ts';
import {
  CONSUMERS,
  type ConsumerName,
  DEAD_LETTER_LIMITS,
  DEAD_LETTER_STREAM,
  DEAD_LETTER_SUBJECTS,
  DUPLICATE_WINDOW_MS,
  EVENT_STREAM,
  EVENT_STREAM_LIMITS,
  EVENT_SUBJECTS,
} from '@clawnex/proto/subjects.ts';

/** JetStream counts time in nanoseconds. */
const NS_PER_MS = 1_000_000;
/** One cursor or policy is some kilobytes; a bucket's value can never be a way to fill the disk. */
const BUCKET_VALUE_BYTES_MAX = 256 * 1024;

/** A stream's or consumer's configuration as the JetStream API spells it, with fields of nats-server 2.9 only. */
export type BrokerObject = Readonly<Record<string, unknown>>;

interface StreamLimits {
  readonly subjects: readonly string[];
  readonly description: string;
  readonly age_ms: number;
  readonly bytes: number;
  readonly message_bytes: number;
  readonly duplicate_window_ms: number;
}

/** Nobody may delete from or purge a stream: not even the user that created it. */
function streamConfig(name: string, limits: StreamLimits): BrokerObject {
  return {
    name,
    description: limits.description,
    subjects: limits.subjects,
    retention: 'limits',
    storage: 'file',
    discard: 'old',
    num_replicas: 1,
    max_consumers: -1,
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_age: limits.age_ms * NS_PER_MS,
    max_bytes: limits.bytes,
    max_msg_size: limits.message_bytes,
    duplicate_window: limits.duplicate_window_ms * NS_PER_MS,
    deny_delete: true,
    deny_purge: true,
    allow_rollup_hdrs: false,
    allow_direct: false,
  };
}

function bucketConfig(bucket: BucketName): BrokerObject {
  const definition = BUCKETS[bucket];
  const subject = `$KV.${bucket}.>`;
  const limits = {
    subjects: [subject],
    description: `Written by ${definition.writer}`,
    age_ms: 0,
    bytes: definition.bytes,
    message_bytes: BUCKET_VALUE_BYTES_MAX,
    duplicate_window_ms: DUPLICATE_WINDOW_MS,
  };
  return {
    ...streamConfig(`KV_${bucket}`, limits),
    discard: 'new',
    max_msgs_per_subject: definition.history,
    allow_direct: true,
    ...(definition.readers.length === 0
      ? {}
      : { republish: { src: subject, dest: bucketChangesSubject(bucket), headers_only: true } }),
  };
}

/** Every stream of the suite: events, dead letters, and one per bucket. */
export function streamConfigs(): BrokerObject[] {
  const buckets: BucketName[] = [];
  for (const bucket in BUCKETS) if (isKeyOf(BUCKETS, bucket)) buckets.push(bucket);
  return [
    streamConfig(EVENT_STREAM, {
      ...EVENT_STREAM_LIMITS,
      subjects: [EVENT_SUBJECTS],
      description: 'Every event of the suite',
      duplicate_window_ms: DUPLICATE_WINDOW_MS,
    }),
    streamConfig(DEAD_LETTER_STREAM, {
      ...DEAD_LETTER_LIMITS,
      subjects: [DEAD_LETTER_SUBJECTS],
      description: 'What a consumer could not take',
      duplicate_window_ms: DUPLICATE_WINDOW_MS,
    }),
    ...buckets.map(bucketConfig),
  ];
}

/** Every durable consumer of the event stream. Never gives up on an event: a consumer itself puts aside what it cannot take. */
export function consumerConfigs(): BrokerObject[] {
  return consumerNames().map((name) => ({
    durable_name: name,
    description: `Read by ${CONSUMERS[name].daemon}`,
    deliver_policy: 'all',
    ack_policy: 'explicit',
    replay_policy: 'instant',
    ack_wait: CONSUMERS[name].ack_wait_ms * NS_PER_MS,
    max_deliver: -1,
    max_ack_pending: CONSUMERS[name].max_ack_pending,
    max_waiting: 512,
    filter_subject: CONSUMERS[name].filter,
  }));
}

export function consumerNames(): ConsumerName[] {
  return Object.keys(CONSUMERS).filter((name): name is ConsumerName => isKeyOf(CONSUMERS, name));
}

function isKeyOf<T extends object>(record: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(record, key);
}

import { COMMANDS, type CommandVerb } from './commands.ts';
import { type BrokerUser, DAEMONS, type DaemonName } from './daemons.ts';
import { EVENT_TYPES, EVENTS } from './events.ts';
import { BUCKETS, type BucketName } from './kv.ts';
import {
  COMMITTED_SUBJECT,
  CONSUMERS,
  commandSubject,
  DEAD_LETTER_STREAM,
  deadLetterSubject,
  EVENT_STREAM,
  eventFilter,
  inboxPrefix,
} from './subjects.ts';

/** Subjects a broker user may use. What is not listed is refused by the broker. */
export interface BrokerPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Everything each user may do, derived from the events, consumers, buckets and commands: the single source of the broker's configuration. */
export function brokerPermissions(user: BrokerUser): BrokerPermissions {
  const publish = new Set<string>();
  const subscribe = new Set<string>([`${inboxPrefix(user)}.>`]);
  if (user === 'provisioner') return { publish: provisionerSubjects(), subscribe: [...subscribe] };

  for (const type of EVENT_TYPES) {
    const publishers: readonly string[] = EVENTS[type].publishers;
    if (publishers.includes(user)) publish.add(eventFilter(type));
  }
  for (const [name, consumer] of entries(CONSUMERS)) {
    if (consumer.daemon !== user) continue;
    publish.add(`$JS.API.CONSUMER.INFO.${EVENT_STREAM}.${name}`);
    publish.add(`$JS.API.CONSUMER.MSG.NEXT.${EVENT_STREAM}.${name}`);
    publish.add(`$JS.ACK.${EVENT_STREAM}.${name}.>`);
    publish.add(deadLetterSubject(name));
  }
  for (const [bucket, definition] of entries(BUCKETS)) {
    const readers: readonly string[] = definition.readers;
    const writes = definition.writer === user;
    const reads = readers.includes(user);
    // Direct gets only. A right to create consumers would let a reader have the broker deliver messages to any
    // subject, its own rights notwithstanding.
    if (writes || reads) publish.add(`$JS.API.DIRECT.GET.KV_${bucket}.$KV.${bucket}.>`);
    if (reads) subscribe.add(bucketChangesSubject(bucket));
    if (writes) publish.add(`$KV.${bucket}.>`);
  }
  for (const daemon of DAEMONS) {
    for (const [verb, command] of entries(COMMANDS)) {
      const daemons: readonly string[] = command.daemons;
      const callers: readonly string[] = command.callers;
      if (!daemons.includes(daemon)) continue;
      if (daemon === user) {
        subscribe.add(commandSubject(daemon, verb));
        for (const caller of command.callers) publish.add(`${answerPrefix(caller, daemon)}.>`);
      }
      if (callers.includes(user)) publish.add(commandSubject(daemon, verb));
    }
  }
  if (user === 'ingest') publish.add(COMMITTED_SUBJECT);
  if (user === 'dashboard-api') {
    subscribe.add(COMMITTED_SUBJECT);
    publish.add(`$JS.API.STREAM.INFO.${EVENT_STREAM}`);
    publish.add(`$JS.API.STREAM.INFO.${DEAD_LETTER_STREAM}`);
    for (const name of Object.keys(CONSUMERS)) publish.add(`$JS.API.CONSUMER.INFO.${EVENT_STREAM}.${name}`);
  }
  return { publish: [...publish].sort(), subscribe: [...subscribe].sort() };
}

/**
 * Where a daemon's answers to a caller's commands go: a daemon can answer for itself only. The broker's own
 * `allow_responses` is not used: it would let a caller name any subject to answer to, and it remembers every message
 * delivered with a reply subject, which slows a stream's consumer down to a hundredth.
 */
export function answerPrefix(caller: BrokerUser, daemon: DaemonName): string {
  return `${inboxPrefix(caller)}.cmd.${daemon}`;
}

/** Where the broker says that a bucket's value was stored. It alone publishes there (`republish` of the bucket's stream). */
export function bucketChangesSubject(bucket: BucketName): string {
  return `clawnex.changed.${bucket}.>`;
}

/** Creating and comparing, never deleting or purging. Creating a durable again updates it. */
function provisionerSubjects(): string[] {
  const streams = [EVENT_STREAM, DEAD_LETTER_STREAM, ...Object.keys(BUCKETS).map((bucket) => `KV_${bucket}`)];
  const subjects = streams.flatMap((stream) => [
    `$JS.API.STREAM.CREATE.${stream}`,
    `$JS.API.STREAM.UPDATE.${stream}`,
    `$JS.API.STREAM.INFO.${stream}`,
  ]);
  for (const name of Object.keys(CONSUMERS)) {
    subjects.push(
      `$JS.API.CONSUMER.DURABLE.CREATE.${EVENT_STREAM}.${name}`,
      `$JS.API.CONSUMER.INFO.${EVENT_STREAM}.${name}`,
    );
  }
  return subjects.sort();
}

function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys.map((key) => [key, record[key]]);
}

/** Verbs a daemon must serve. */
export function commandsOf(daemon: DaemonName): CommandVerb[] {
  return entries(COMMANDS)
    .filter(([, command]) => {
      const daemons: readonly string[] = command.daemons;
      return daemons.includes(daemon);
    })
    .map(([verb]) => verb);
}

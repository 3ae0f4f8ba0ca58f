import { brokerPermissions } from '@clawnex/proto/broker.ts';
import { COMMANDS } from '@clawnex/proto/commands.ts';
import { BROKER_USERS, DAEMONS } from '@clawnex/proto/daemons.ts';
import { EVENT_TYPES } from '@clawnex/proto/events.ts';
import { BUCKETS } from '@clawnex/proto/kv.ts';
import {
  COMMITTED_SUBJECT,
  CONSUMERS,
  commandSubject,
  DEAD_LETTER_STREAM,
  EVENT_STREAM,
  eventSubject,
  inboxPrefix,
} from '@clawnex/proto/subjects.ts';

/** A concrete subject that someone may or may not use. */
export interface Subject {
  readonly name: string;
}

/** Operations of the JetStream API on a stream, whether anyone has them or not. */
const STREAM_OPERATIONS = [
  'CREATE',
  'UPDATE',
  'INFO',
  'DELETE',
  'PURGE',
  'MSG.GET',
  'MSG.DELETE',
  'SNAPSHOT',
  'RESTORE',
];
const CONSUMER_OPERATIONS = ['CREATE', 'DURABLE.CREATE', 'INFO', 'DELETE', 'MSG.NEXT'];

/** Every subject of the suite: of events, commands, buckets and streams, and one for each right that anyone has. */
export function allSubjects(): Subject[] {
  const streams = [EVENT_STREAM, DEAD_LETTER_STREAM, ...Object.keys(BUCKETS).map((bucket) => `KV_${bucket}`)];
  const consumers = [...Object.keys(CONSUMERS), 'another'];
  const rights = BROKER_USERS.flatMap((user) => {
    const { publish, subscribe } = brokerPermissions(user);
    return [...publish, ...subscribe].map(concrete);
  });
  const names = new Set([
    ...EVENT_TYPES.map((type) => eventSubject('here', type)),
    ...DAEMONS.flatMap((daemon) => Object.keys(COMMANDS).map((verb) => commandSubject(daemon, verb))),
    ...Object.keys(BUCKETS).flatMap((bucket) => [
      `$KV.${bucket}.some`,
      `$JS.API.DIRECT.GET.KV_${bucket}`,
      `$JS.API.DIRECT.GET.KV_${bucket}.$KV.${bucket}.some`,
    ]),
    ...streams.flatMap((stream) =>
      STREAM_OPERATIONS.map((operation) => `$JS.API.STREAM.${operation}.${stream}`),
    ),
    ...streams.flatMap((stream) =>
      consumers.flatMap((name) =>
        CONSUMER_OPERATIONS.map((op) => `$JS.API.CONSUMER.${op}.${stream}.${name}`),
      ),
    ),
    ...consumers.map((name) => `$JS.ACK.${EVENT_STREAM}.${name}.1.1.1.1.1`),
    ...consumers.map((name) => `clawnex.dlq.${name}`),
    ...BROKER_USERS.map((user) => `${inboxPrefix(user)}.some`),
    '$JS.API.INFO',
    '$JS.API.STREAM.LIST',
    '$JS.API.STREAM.NAMES',
    COMMITTED_SUBJECT,
    ...rights,
  ]);
  // Subjects that make or change something are published with an empty body, which JetStream refuses: harmless.
  return [...names].map((name) => ({ name }));
}

/** A subject that a pattern allows. */
function concrete(pattern: string): string {
  return pattern.replaceAll('*', 'here').replace(/>$/, 'some');
}

/** Whether a pattern allows a subject (or a whole pattern), as the broker decides. */
export function covers(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.');
  const given = subject.split('.');
  for (const [index, token] of wanted.entries()) {
    if (token === '>') return given.length > index;
    const other = given[index];
    if (other === undefined || other === '>') return false;
    if (token !== '*' && token !== other) return false;
  }
  return wanted.length === given.length;
}

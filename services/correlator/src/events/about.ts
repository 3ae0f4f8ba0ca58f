import type { ENTITY_KINDS } from '@clawnex/proto/events/incident.ts';
import { type FieldReader, type Fields, fieldReader, lineOf } from '../sigma/fields.ts';

type EntityKind = (typeof ENTITY_KINDS)[number];
/** Entities by kind: at most one of each kind in one event. */
export type About = Readonly<Partial<Record<EntityKind, string>>>;

/** Fields in which entities are named, ours first; then those of widely used schemas, so that any Sigma rule's events have entities. */
const NAMED_IN = {
  session: ['session.key', 'session', 'session.id', 'session_id'],
  agent: ['agent.id', 'agent', 'agent_id', 'agent.name'],
  instance: ['instance', 'instance.id'],
  host: ['host.id', 'host', 'host.name', 'hostname', 'Hostname', 'ComputerName', 'Computer', 'computer_name'],
  key: ['key', 'key.alias', 'key.id'],
  principal: [
    'principal.id',
    'user',
    'User',
    'user.name',
    'user_name',
    'username',
    'TargetUserName',
    'SubjectUserName',
    'src_user',
  ],
  secret: ['secret.fp'],
  skill: ['skill.id', 'skill'],
  mcp_server: ['mcp.server'],
  address: ['src.ip', 'src_ip', 'source.ip', 'SourceIp', 'IpAddress', 'SourceAddress', 'client.ip'],
  domain: ['net.domain', 'domain'],
  operator: ['operator.id'],
  tool: ['tool.name', 'tool'],
  model: ['model.id', 'model'],
} as const satisfies Partial<Record<EntityKind, readonly string[]>>;

/** Names are other programs': what they write must not fill the state. */
const NAME_LENGTH_MAX = 256;
/** Different combinations kept for sharing; all are dropped when there are more. */
const SHARED_MAX = 20_000;

const READERS = entriesOf(NAMED_IN).map(([kind, names]) => ({
  kind,
  readers: names.map((name): FieldReader => fieldReader(name)),
}));
const KIND_OF = new Map<string, EntityKind>(
  entriesOf(NAMED_IN).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);
const shared = new Map<string, About>();

/** The kind of entity that a field names, if it names one. */
export function entityKindOf(field: string): EntityKind | undefined {
  return KIND_OF.get(field);
}

/** Reads who and what an event is about. Equal answers are one object, so that a thousand events of a session cost one. */
export function readAbout(fields: Fields): About {
  const about: Partial<Record<EntityKind, string>> = {};
  let key = '';
  for (const { kind, readers } of READERS) {
    const name = firstName(readers, fields);
    if (name === undefined) continue;
    about[kind] = name;
    key += `${kind}\0${name}\0`;
  }
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= SHARED_MAX) shared.clear();
  shared.set(key, about);
  return about;
}

function firstName(readers: readonly FieldReader[], fields: Fields): string | undefined {
  for (const read of readers) {
    const value = read(fields);
    if (typeof value === 'object') continue;
    const name = lineOf(value);
    if (name !== undefined && name !== '') return name.slice(0, NAME_LENGTH_MAX);
  }
  return undefined;
}

/** Everything that several events are about: each kind's names in order of appearance. */
export function mergeAbout(events: Iterable<About>): Map<EntityKind, string[]> {
  const merged = new Map<EntityKind, string[]>();
  let last: About | null = null;
  for (const about of events) {
    if (about === last) continue;
    last = about;
    for (const [kind, name] of entriesOf(about)) {
      if (name === undefined) continue;
      const names = merged.get(kind);
      if (names === undefined) merged.set(kind, [name]);
      else if (!names.includes(name)) names.push(name);
    }
  }
  return merged;
}

function entriesOf<K extends string, V>(record: Readonly<Partial<Record<K, V>>>): [K, V][] {
  const entries: [K, V][] = [];
  for (const key in record) {
    const value = record[key];
    if (value !== undefined) entries.push([key, value]);
  }
  return entries;
}

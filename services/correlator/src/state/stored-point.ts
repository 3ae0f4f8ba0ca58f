import { ENTITY_KINDS } from '@clawnex/proto/events/incident.ts';
import { z } from 'zod';
import type { Firing } from '../engine/firing.ts';
import type { Point } from '../engine/point.ts';
import type { About } from '../events/about.ts';

type Body = Pick<Point, 'signal' | 'values' | 'carried' | 'about' | 'inner'>;

const AboutShape = z.partialRecord(z.enum(ENTITY_KINDS), z.string());
const BodyShape = z.object({
  s: z.string().optional(),
  v: z.array(z.union([z.string(), z.number()])).optional(),
  c: z.array(z.unknown()).optional(),
  a: AboutShape.optional(),
  i: z.object({ events: z.array(z.string()), first_ms: z.int() }).optional(),
});
type StoredBody = z.infer<typeof BodyShape>;
const PointShape = BodyShape.extend({ id: z.string(), t: z.int(), n: z.int() });
const FiringShape = z.object({
  anchor: PointShape,
  trigger_ms: z.int(),
  at_ms: z.int(),
  last_ms: z.int(),
  peak: z.number(),
  total: z.int(),
  members: z.array(PointShape),
});

/** What differs from the usual, so that a point is short. */
function bodyOf(point: Point): StoredBody {
  const { id, signal, values, carried, about, inner } = point;
  return {
    ...(signal === id ? {} : { s: signal }),
    ...(values === null ? {} : { v: [...values] }),
    // `undefined` has no place in JSON.
    ...(carried === null ? {} : { c: carried.map((value) => value ?? null) }),
    ...(Object.keys(about).length === 0 ? {} : { a: about }),
    ...(inner === null ? {} : { i: { events: [...inner.events], first_ms: inner.first_ms } }),
  };
}

export function writePointBody(point: Point): string {
  return JSON.stringify(bodyOf(point));
}

export function readPointBody(value: unknown): (id: string) => Body {
  const body = BodyShape.parse(value);
  return (id) => toBody(id, body);
}

function toBody(id: string, { s, v, c, a, i }: StoredBody): Body {
  const about: About = shareAbout(a ?? {});
  return {
    signal: s ?? id,
    values: v ?? null,
    carried: c?.map((value) => value ?? undefined) ?? null,
    about,
    inner: i ?? null,
  };
}

const shared = new Map<string, About>();
const SHARED_MAX = 20_000;

/** Points of one session share what they are about, as they did when they came. */
function shareAbout(about: z.infer<typeof AboutShape>): About {
  const key = JSON.stringify(about);
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= SHARED_MAX) shared.clear();
  const clean: Record<string, string> = {};
  for (const [kind, name] of Object.entries(about)) if (name !== undefined) clean[kind] = name;
  shared.set(key, clean);
  return clean;
}

export function writeFirings(firings: readonly Firing[]): string {
  const flat = (point: Point) => ({ id: point.id, t: point.time_ms, n: point.steps, ...bodyOf(point) });
  return JSON.stringify(
    firings.map((firing) => ({ ...firing, anchor: flat(firing.anchor), members: firing.members.map(flat) })),
  );
}

export function readFirings(value: unknown): Firing[] {
  const flat = ({ id, t, n, ...body }: z.infer<typeof PointShape>): Point => ({
    id,
    time_ms: t,
    steps: n,
    ...toBody(id, body),
  });
  return z
    .array(FiringShape)
    .parse(value)
    .map(({ anchor, members, ...firing }) => ({
      ...firing,
      anchor: flat(anchor),
      members: members.map(flat),
    }));
}

export function readValues(value: unknown): string[] {
  return z.array(z.string()).parse(value);
}

import type { Severity } from '@clawnex/proto/scan.ts';
import { z } from 'zod';
import type { Advisory, VersionRange } from './advisory.ts';
import { baseScore, severityOfScore } from './cvss.ts';

const VERSION_LENGTH_MAX = 128;
const Version = z.string().min(1).max(VERSION_LENGTH_MAX);
const Event = z.object({
  introduced: Version.optional(),
  fixed: Version.optional(),
  last_affected: Version.optional(),
  limit: Version.optional(),
});

/** The parts of the OSV schema (1.7) that matching needs; the rest is left aside. */
const OsvRecord = z.object({
  id: z.string().min(1).max(64),
  aliases: z.array(z.string().max(64)).max(64).default([]),
  summary: z.string().max(4_000).optional(),
  details: z.string().max(200_000).optional(),
  withdrawn: z.string().max(64).optional(),
  severity: z
    .array(z.object({ type: z.string().max(32), score: z.string().max(256) }))
    .max(16)
    .default([]),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string().max(64), name: z.string().min(1).max(214) }).optional(),
        ranges: z
          .array(z.object({ type: z.string().max(16), events: z.array(Event).max(1_000) }))
          .max(1_000)
          .default([]),
        versions: z.array(Version).max(20_000).default([]),
        database_specific: z.looseObject({}).optional(),
      }),
    )
    .max(1_000)
    .default([]),
  database_specific: z.looseObject({ severity: z.unknown().optional() }).optional(),
});

export type ParsedOsv =
  | { readonly ok: true; readonly advisory: Advisory | null }
  | { readonly ok: false; readonly message: string };

/** An advisory; null for one that was withdrawn or names no package. */
export function parseOsv(value: unknown): ParsedOsv {
  const parsed = OsvRecord.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `${issue?.path.join('.') || 'the record'}: ${issue?.message ?? 'not OSV'}` };
  }
  const record = parsed.data;
  const affected = record.affected.flatMap((entry) => {
    if (entry.package === undefined) return [];
    const ranges = entry.ranges.flatMap(({ type, events }) => (type === 'GIT' ? [] : toRanges(events)));
    if (ranges.length === 0 && entry.versions.length === 0) return [];
    // `Debian:12` narrows an ecosystem to a release.
    const { ecosystem, name } = entry.package;
    return [{ ecosystem, package: name, ranges, versions: entry.versions }];
  });
  if (record.withdrawn !== undefined || affected.length === 0) return { ok: true, advisory: null };
  const malicious = record.id.startsWith('MAL-') || record.aliases.some((alias) => alias.startsWith('MAL-'));
  return {
    ok: true,
    advisory: {
      id: record.id,
      aliases: record.aliases.slice(0, 16),
      severity: malicious ? 'critical' : severityOf(record),
      title: (record.summary ?? record.details?.split('\n')[0] ?? record.id).slice(0, 300),
      malicious,
      affected,
    },
  };
}

/** Events come in no promised order of ranges, but each `introduced` opens one that the next `fixed` or `last_affected` ends. */
function toRanges(events: readonly z.infer<typeof Event>[]): VersionRange[] {
  const ranges: VersionRange[] = [];
  let introduced: string | null | undefined;
  for (const event of events) {
    if (event.introduced !== undefined) {
      if (introduced !== undefined) ranges.push({ introduced, fixed: null, last: null });
      introduced = event.introduced === '0' ? null : event.introduced;
    }
    if (introduced === undefined || (event.fixed === undefined && event.last_affected === undefined))
      continue;
    ranges.push({ introduced, fixed: event.fixed ?? null, last: event.last_affected ?? null });
    introduced = undefined;
  }
  if (introduced !== undefined) ranges.push({ introduced, fixed: null, last: null });
  return ranges;
}

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
  none: 'info',
};

/** By the database's own word, else by the CVSS 3 score; where neither says anything it counts as medium. */
function severityOf({ severity, database_specific }: z.infer<typeof OsvRecord>): Severity {
  const word = database_specific?.severity;
  const named = typeof word === 'string' ? WORDS[word.toLowerCase()] : undefined;
  if (named !== undefined) return named;
  const scores = severity.flatMap(({ score }) => baseScore(score) ?? []);
  return scores.length === 0 ? 'medium' : severityOfScore(Math.max(...scores));
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Patch } from '../fixes/patch.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import type { Place } from '../settings/node.ts';

/** Jobs and pairings of one installation; real ones hold some ten. */
const ROWS_MAX = 2_000;
/** A reader waits this long for a log that is being recovered. */
const BUSY_TIMEOUT_MS = 50;

export interface CronJob {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: string;
  readonly payload: string;
  readonly place: Place;
  /** The change that stops it. */
  readonly stop: Patch;
}

/** A sender who was let in by a code. */
export interface Pairing {
  readonly channel: string;
  readonly entry: string;
  /** Where it is kept. */
  readonly file: string;
}

/** What the state database of 2026.9 holds that the settings do not. Empty for releases that keep files. */
export interface StateDatabase {
  readonly file: string;
  readonly cron: readonly CronJob[];
  readonly paired: readonly Pairing[];
  /** The approvals document as it is kept; null where there is none. */
  readonly approvals: string | null;
  /** Why it could not be read; null where it was, or where there is none. */
  readonly problem: string | null;
}

const Cron = z.object({
  job_id: z.string(),
  name: z.string(),
  enabled: z.number(),
  payload_kind: z.string(),
  job_json: z.string(),
});
const Paired = z.object({ channel_key: z.string(), entry: z.string() });
const Approval = z.object({ raw_json: z.string() });

export async function readStateDatabase(home: ScannedHome, folder: string): Promise<StateDatabase> {
  const file = `${folder}/state/openclaw.sqlite`;
  const read = await home.remember(`database ${file}`, () => readOnce(home, file));
  return { ...read, cron: read.cron.filter(({ id }) => !home.changes.rows.has(`${file}#cron_jobs/${id}`)) };
}

async function readOnce(home: ScannedHome, file: string): Promise<StateDatabase> {
  const empty: StateDatabase = { file, cron: [], paired: [], approvals: null, problem: null };
  const info = await home.stat(file);
  if (!info.ok) return info.code === 'missing' ? empty : { ...empty, problem: info.message };
  if (info.value.kind !== 'file' || (await home.isLink(file)))
    return { ...empty, problem: `~${file} is not a regular file; it was not read.` };
  const path = join(home.root, file);
  try {
    const url = pathToFileURL(path);
    url.searchParams.set('mode', 'ro');
    // Without a log nobody is writing: read as it lies, so that no file appears beside it.
    if (!hasLog(path)) url.searchParams.set('immutable', '1');
    const db = new DatabaseSync(url, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      return { ...empty, ...readTables(db, file) };
    } finally {
      db.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    return { ...empty, problem: `~${file} could not be read as OpenClaw's state database: ${why}.` };
  }
}

function readTables(db: DatabaseSync, file: string): Pick<StateDatabase, 'cron' | 'paired' | 'approvals'> {
  const names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const tables = new Set(names.map(({ name }) => String(name)));
  const rows = <Row>(table: string, columns: string, schema: z.ZodType<Row>): Row[] =>
    tables.has(table)
      ? db
          .prepare(`SELECT ${columns} FROM ${table} LIMIT ${ROWS_MAX}`)
          .all()
          .flatMap((row) => {
            const parsed = schema.safeParse(row);
            return parsed.success ? [parsed.data] : [];
          })
      : [];
  const [approval] = rows('exec_approvals_config', 'raw_json', Approval);
  return {
    cron: rows('cron_jobs', 'job_id, name, enabled, payload_kind, job_json', Cron).map((row) => ({
      id: row.job_id,
      name: row.name,
      enabled: row.enabled !== 0,
      kind: row.payload_kind,
      payload: row.job_json,
      place: { file, pointer: `/cron_jobs/${row.job_id}`, line: 1 },
      stop: {
        kind: 'row',
        file,
        row: `${file}#cron_jobs/${row.job_id}`,
        command: `openclaw cron rm ${row.job_id}`,
      },
    })),
    paired: rows('channel_pairing_allow_entries', 'channel_key, entry', Paired).map((row) => ({
      channel: row.channel_key,
      entry: row.entry,
      file,
    })),
    approvals: approval?.raw_json ?? null,
  };
}

function hasLog(path: string): boolean {
  return [`${path}-wal`, `${path}-journal`].some((beside) => {
    const stats = statSync(beside, { throwIfNoEntry: false });
    return stats !== undefined && stats.size > 0;
  });
}

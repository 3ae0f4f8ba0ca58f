import { join } from 'node:path';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { z } from 'zod';
import { type ForeignDatabase, openForeignDatabase } from '../databases/foreign-database.ts';
import { readRows } from '../databases/read-rows.ts';
import { SourceUnreadable } from '../permissions/unreadable.ts';
import {
  amountAt,
  type Fields,
  fieldsAt,
  fieldsOf,
  listAt,
  parseJson,
  textAt,
  timeAt,
} from '../sources/fields.ts';
import type { Signal } from './signal.ts';

/** Rows of a table that are looked at: the latest. */
const ROWS_MAX = 500;
const DETAIL_LENGTH_MAX = 1_000;

const Row = z.record(z.string(), z.unknown());
const Table = z.object({ name: z.string() });

/** What each table of OpenClaw's state database tells. A table that a version does not have is left out. */
const TABLES: Readonly<
  Record<string, { readonly query: string; readonly signalOf: (row: Fields) => Signal | null }>
> = {
  cron_jobs: {
    query: 'SELECT * FROM cron_jobs ORDER BY updated_at DESC LIMIT ?',
    signalOf: (row) => ({
      what: 'cron_job',
      name: textAt(row, 'name') ?? textAt(row, 'job_id') ?? 'unnamed',
      hash: sha256(`${textAt(row, 'job_json')} ${row['enabled']}`),
      agent: textAt(row, 'agent_id'),
      time_ms: timeAt(row, 'updated_at'),
      detail: `${textAt(row, 'payload_kind') ?? 'job'}, ${row['enabled'] === 1 ? 'enabled' : 'disabled'}: ${textAt(row, 'job_json') ?? ''}`,
    }),
  },
  operator_approvals: {
    query: 'SELECT * FROM operator_approvals ORDER BY updated_at_ms DESC LIMIT ?',
    signalOf: (row) => {
      const shown = fieldsOf(parseJson(textAt(row, 'presentation_json') ?? ''));
      return {
        what: 'approval',
        name: textAt(row, 'approval_id') ?? 'unnamed',
        hash: sha256(`${textAt(row, 'status')} ${textAt(row, 'decision')}`),
        agent: textAt(row, 'source_agent_id'),
        time_ms: timeAt(row, 'updated_at_ms'),
        detail: `${textAt(row, 'status') ?? 'unknown'}: ${textAt(shown, 'commandText') ?? textAt(row, 'kind') ?? ''}`,
        by: textAt(row, 'resolver_id') ?? textAt(row, 'resolver_kind'),
        record: true,
      };
    },
  },
  channel_pairing_allow_entries: {
    query: 'SELECT * FROM channel_pairing_allow_entries ORDER BY updated_at DESC LIMIT ?',
    signalOf: (row) => ({
      what: 'pairing',
      name: `${textAt(row, 'channel_key') ?? 'channel'} ${textAt(row, 'account_id') ?? ''} ${textAt(row, 'entry') ?? ''}`,
      hash: sha256('allowed'),
      time_ms: timeAt(row, 'updated_at'),
    }),
  },
  device_pairing_paired: {
    query:
      'SELECT device_id, display_name, role, roles_json, scopes_json, approved_scopes_json, remote_ip, approved_via, approved_at_ms FROM device_pairing_paired ORDER BY approved_at_ms DESC LIMIT ?',
    signalOf: (row) => {
      const grants = ['role', 'roles_json', 'scopes_json', 'approved_scopes_json'].map(
        (name) => textAt(row, name) ?? '',
      );
      return {
        what: 'pairing',
        name: `device ${textAt(row, 'display_name') ?? ''} ${textAt(row, 'device_id') ?? ''}`,
        hash: sha256(grants.join(' ')),
        time_ms: timeAt(row, 'approved_at_ms'),
        detail: grants.filter((each) => each !== '').join(' '),
        by: textAt(row, 'approved_via'),
      };
    },
  },
  diagnostic_events: {
    query: `SELECT * FROM diagnostic_events WHERE scope = 'config-audit' ORDER BY created_at DESC LIMIT ?`,
    signalOf: (row) => {
      const event = fieldsOf(parseJson(textAt(row, 'payload_json') ?? ''));
      const pid = amountAt(event, 'pid');
      const paths = listAt(event, 'changedPaths').filter((path) => typeof path === 'string');
      return {
        what: 'config',
        name: textAt(event, 'configPath') ?? 'openclaw.json',
        hash: sha256(textAt(row, 'event_key') ?? ''),
        time_ms: timeAt(row, 'created_at'),
        detail: `${textAt(event, 'event') ?? 'config'}${paths.length === 0 ? '' : `: ${paths.join(', ')}`}`,
        by: pid === undefined ? undefined : `process ${pid}`,
        record: true,
      };
    },
  },
  audit_events: {
    query: `SELECT * FROM audit_events WHERE status NOT IN ('started', 'succeeded') ORDER BY sequence DESC LIMIT ?`,
    signalOf: (row) => ({
      what: 'audit',
      name: `${textAt(row, 'action') ?? 'action'} ${textAt(row, 'tool_name') ?? ''}`.trim(),
      hash: sha256(textAt(row, 'event_id') ?? ''),
      agent: textAt(row, 'agent_id'),
      time_ms: timeAt(row, 'occurred_at'),
      detail: [textAt(row, 'status'), textAt(row, 'error_code'), textAt(row, 'session_key')]
        .filter((each) => each !== undefined)
        .join(', '),
      by: textAt(row, 'actor_id'),
      record: true,
    }),
  },
};

/** What OpenClaw's state database tells of approvals, jobs, pairings, its configuration and its own audit. */
export async function readStateRows(home: string): Promise<Signal[]> {
  return await reading(join(home, 'state', 'openclaw.sqlite'), (database) => {
    const tables = readRows(database, `SELECT name FROM sqlite_master WHERE type = 'table'`, Table).map(
      (row) => row.name,
    );
    return Object.entries(TABLES).flatMap(([table, { query, signalOf }]) => {
      if (!tables.includes(table)) return [];
      return readRows(database, query, Row, ROWS_MAX).flatMap((row) => {
        const signal = signalOf(row);
        if (signal === null) return [];
        return [{ ...signal, detail: signal.detail?.slice(0, DETAIL_LENGTH_MAX) }];
      });
    });
  });
}

const Report = z.object({ session_key: z.string(), entry_json: z.string(), updated_at: z.number() });

/** The hashes of prompt, skills and tools with which an agent ran last, as its database reports them. */
export async function readPromptReport(path: string, agent: string): Promise<Signal[]> {
  return await reading(path, (database) => {
    const query = `SELECT session_key, entry_json, updated_at FROM session_nodes
      WHERE entry_json LIKE '%"systemPromptReport"%' AND session_key NOT LIKE '%:subagent:%' ORDER BY updated_at DESC LIMIT 1`;
    const tables = readRows(database, `SELECT name FROM sqlite_master WHERE name = 'session_nodes'`, Table);
    if (tables.length === 0) return [];
    return readRows(database, query, Report).flatMap(({ entry_json, updated_at }) => {
      const report = fieldsAt(fieldsOf(parseJson(entry_json)), 'systemPromptReport');
      const time_ms = timeAt({ updated_at }, 'updated_at');
      const signals: Signal[] = [];
      const prompt = textAt(fieldsAt(report, 'systemPrompt'), 'hash');
      if (prompt !== undefined)
        signals.push({ what: 'system_prompt', name: `agent ${agent}`, hash: sha256(prompt), agent, time_ms });
      const skills = textAt(fieldsAt(report, 'skills'), 'hash');
      if (skills !== undefined)
        signals.push({
          what: 'skill',
          name: `skills of agent ${agent}`,
          hash: sha256(skills),
          agent,
          time_ms,
        });
      for (const tool of listAt(fieldsAt(report, 'tools'), 'entries').map(fieldsOf)) {
        const [name, hash] = [textAt(tool, 'name'), textAt(tool, 'schemaHash')];
        if (name !== undefined && hash !== undefined) {
          signals.push({
            what: 'tool_schema',
            name: `${name} of agent ${agent}`,
            hash: sha256(hash),
            agent,
            time_ms,
          });
        }
      }
      return signals;
    });
  });
}

/** A database that is not there, busy or of another kind tells nothing now. */
async function reading(
  path: string,
  read: (database: ForeignDatabase & { readonly path: string }) => Signal[],
): Promise<Signal[]> {
  try {
    const foreign = await openForeignDatabase(path);
    if (foreign === null) return [];
    try {
      const signals = read({ ...foreign, path });
      return foreign.settled() ? signals : [];
    } finally {
      foreign.close();
    }
  } catch (error) {
    if (error instanceof SourceUnreadable) return [];
    throw error;
  }
}

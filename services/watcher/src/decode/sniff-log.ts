import { open } from 'node:fs/promises';
import { z } from 'zod';
import { claudeCodeLines } from '../claude-code/format.ts';
import { codexLines } from '../codex/format.ts';
import { openForeignDatabase } from '../databases/foreign-database.ts';
import { readRows } from '../databases/read-rows.ts';
import { geminiLines } from '../gemini-cli/format.ts';
import { hermesDatabase } from '../hermes/session-rows.ts';
import { openclawDatabase, openclawLines } from '../openclaw/formats.ts';
import { opencodeDatabase } from '../opencode/session-rows.ts';
import type { DatabaseFormat } from '../sources/database-source.ts';
import { type Fields, fieldsAt, fieldsOf, parseJson, textAt } from '../sources/fields.ts';
import type { LinesFormat } from '../sources/file-source.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Read to tell what a file is. Codex's first line alone can have 30 KB. */
const SNIFFED_BYTES = 256 * 1024;
const SNIFFED_LINES = 50;

export type LogFormat =
  | { readonly kind: 'lines'; readonly format: LinesFormat }
  | { readonly kind: 'archive'; readonly format: LinesFormat }
  | { readonly kind: 'document'; readonly format: LinesFormat }
  | { readonly kind: 'database'; readonly format: DatabaseFormat };

/** What kind of session log a file is, by what it holds; null when it is none that is known. */
export async function sniffLog(path: string): Promise<LogFormat | null> {
  const handle = await open(path);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC) return await sniffDatabase(path);
    // Only OpenClaw packs sessions.
    if (bytes.subarray(0, 4).equals(ZSTD_MAGIC)) return { kind: 'archive', format: openclawLines };
    return sniffText(bytes.toString('utf8'));
  } finally {
    await handle.close();
  }
}

const TableName = z.object({ name: z.string() });

async function sniffDatabase(path: string): Promise<LogFormat | null> {
  const foreign = await openForeignDatabase(path);
  if (foreign === null) return null;
  try {
    const rows = readRows(
      { path, db: foreign.db },
      `SELECT name FROM sqlite_master WHERE type = 'table'`,
      TableName,
    );
    const tables = new Set(rows.map((row) => row.name));
    const has = (...names: string[]) => names.every((name) => tables.has(name));
    if (has('transcript_events')) return { kind: 'database', format: openclawDatabase };
    if (has('session', 'message', 'part')) return { kind: 'database', format: opencodeDatabase() };
    return has('sessions', 'messages') ? { kind: 'database', format: hermesDatabase() } : null;
  } finally {
    foreign.close();
  }
}

function sniffText(text: string): LogFormat | null {
  const votes = new Map<LinesFormat, number>();
  for (const line of text.split('\n', SNIFFED_LINES)) {
    const format = formatOf(fieldsOf(parseJson(line)));
    if (format !== null) votes.set(format, (votes.get(format) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  if (best !== undefined) return { kind: 'lines', format: best[0] };
  // A whole chat in one document, spread over lines.
  const start = text.slice(0, 2_000);
  return start.trimStart().startsWith('{') &&
    /"sessionId"\s*:/.test(start) &&
    /"(?:projectHash|messages)"\s*:/.test(start)
    ? { kind: 'document', format: geminiLines }
    : null;
}

const CODEX_TYPES: ReadonlySet<string> = new Set([
  'session_meta',
  'response_item',
  'event_msg',
  'turn_context',
  'compacted',
  'world_state',
  'token_usage_record',
]);
const OPENCLAW_TYPES: ReadonlySet<string> = new Set([
  'message',
  'model_change',
  'thinking_level_change',
  'custom',
  'custom_message',
  'compaction',
  'branch_summary',
  'reset',
]);

function formatOf(line: Fields | undefined): LinesFormat | null {
  if (line === undefined || line['traceSchema'] !== undefined) return null;
  const type = textAt(line, 'type') ?? '';
  if (CODEX_TYPES.has(type) && fieldsAt(line, 'payload') !== undefined) return codexLines;
  if (line['$set'] !== undefined || line['projectHash'] !== undefined) return geminiLines;
  if (textAt(line, 'sessionId') !== undefined && type !== '') return claudeCodeLines;
  if (textAt(line, 'uuid') !== undefined && (type === 'user' || type === 'assistant')) return claudeCodeLines;
  if ((type === 'user' || type === 'gemini') && line['content'] !== undefined) return geminiLines;
  if (type === 'session' && textAt(line, 'id') !== undefined) return openclawLines;
  if (
    OPENCLAW_TYPES.has(type) &&
    (line['parentId'] !== undefined || fieldsAt(line, 'message') !== undefined)
  ) {
    return openclawLines;
  }
  // Codex's first versions wrote items without an envelope.
  const bare = (type === 'message' && textAt(line, 'role') !== undefined) || type === 'function_call';
  return bare || (type === '' && line['instructions'] !== undefined) ? codexLines : null;
}

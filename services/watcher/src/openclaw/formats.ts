import { basename } from 'node:path';
import type { DatabaseFormat } from '../sources/database-source.ts';
import { fieldsOf, parseJson, textAt } from '../sources/fields.ts';
import type { LinesFormat } from '../sources/file-source.ts';
import { decodeEntry } from './decode-entry.ts';
import { readTranscripts } from './transcript-rows.ts';

/** To 2026.7: one file of JSON lines for each session, with the session's id on its first line. */
export const openclawLines: LinesFormat = {
  runtime: 'openclaw',
  log_source: 'openclaw_jsonl',
  decode: decodeEntry,
  sessionOf: (firstLine, path) => {
    const header = fieldsOf(parseJson(firstLine ?? ''));
    const id = textAt(header, 'type') === 'session' ? textAt(header, 'id') : undefined;
    return id ?? (basename(path).split('.jsonl')[0] || 'unknown');
  },
};

/** From 2026.8 on: one database for each agent. */
export const openclawDatabase: DatabaseFormat = {
  runtime: 'openclaw',
  log_source: 'openclaw_sqlite',
  decode: decodeEntry,
  readRows: readTranscripts,
};

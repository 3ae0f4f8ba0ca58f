import { basename } from 'node:path';
import { fieldsOf, parseJson, textAt } from '../sources/fields.ts';
import type { LinesFormat } from '../sources/file-source.ts';
import { decodeLine } from './decode-line.ts';

/** One file of JSON lines for each session, named by it, and one for each of its sub-agents. */
export const claudeCodeLines: LinesFormat = {
  runtime: 'claude-code',
  log_source: 'claude_code',
  decode: decodeLine,
  sessionOf: (firstLine, path) =>
    textAt(fieldsOf(parseJson(firstLine ?? '')), 'sessionId') ??
    (basename(path).split('.jsonl')[0] || 'unknown'),
};

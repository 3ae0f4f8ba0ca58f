import { basename } from 'node:path';
import { fieldsOf, parseJson, textAt } from '../sources/fields.ts';
import type { LinesFormat } from '../sources/file-source.ts';
import { decodeLine } from './decode-line.ts';

/** One chat for each session. */
export const geminiLines: LinesFormat = {
  runtime: 'gemini-cli',
  log_source: 'gemini_cli',
  decode: decodeLine,
  sessionOf: (firstLine, path) =>
    textAt(fieldsOf(parseJson(firstLine ?? '')), 'sessionId') ??
    (basename(path).split('.json')[0] || 'unknown'),
};

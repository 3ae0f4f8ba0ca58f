import { basename } from 'node:path';
import { fieldsAt, fieldsOf, parseJson, textAt } from '../sources/fields.ts';
import type { LinesFormat } from '../sources/file-source.ts';
import { decodeLine } from './decode-line.ts';

/** `rollout-<local time>-<id>.jsonl` */
const ID_IN_NAME = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl/;

/** One rollout for each thread. */
export const codexLines: LinesFormat = {
  runtime: 'codex',
  log_source: 'codex',
  decode: decodeLine,
  sessionOf: (firstLine, path) => {
    const line = fieldsOf(parseJson(firstLine ?? ''));
    const meta = fieldsAt(line, 'payload') ?? line;
    const name = basename(path);
    return textAt(meta, 'id') ?? textAt(meta, 'session_id') ?? ID_IN_NAME.exec(name)?.[1] ?? name;
  },
};

import { createHmac } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Paths } from '../kernel/paths.ts';
import { secretsEqual } from '../kernel/secrets.ts';
import { readAuditHead } from './audit.sql.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Database } from './database.ts';
import { prepareQuery } from './statement.ts';

/** A line is some 250 bytes: this holds the last whole one, whatever a crash left behind it. */
const TAIL_BYTES = 16 * 1024;

/** The head of the audit chain at a moment, signed and kept outside the database: cutting off the tail shows. */
export const Anchor = z.strictObject({
  at_ms: z.int(),
  seq: z.int(),
  hash: z.string(),
  /** Mac of the line before: a line taken out shows too. */
  prev_mac: z.string(),
  mac: z.string(),
});
export type Anchor = z.infer<typeof Anchor>;

export function anchorFile(paths: Paths): string {
  return join(paths.anchors, 'audit.jsonl');
}

/** Appends the chain's head to the anchor file, unless the last anchor already says it. One owner: ingest. */
export function anchorAudit(db: Database, paths: Paths, key: string, nowMs: number): Anchor | null {
  const head = prepareQuery(db, readAuditHead).get();
  if (head === undefined) return null;
  const last = lastAnchor(paths);
  if (last !== null && last.seq === head.seq && last.hash === head.hash) return null;
  const claim = { at_ms: nowMs, seq: head.seq, hash: head.hash, prev_mac: last?.mac ?? '' };
  const anchor = { ...claim, mac: macOf(claim, key) };
  mkdirSync(paths.anchors, { recursive: true, mode: 0o700 });
  // A line torn by a crash has no line end: a leading one keeps this anchor apart from it.
  const separator = endsMidLine(paths) ? '\n' : '';
  appendFileSync(anchorFile(paths), `${separator}${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true });
  return anchor;
}

type AnchorsRead = { ok: true; anchors: Anchor[] } | { ok: false; line: number; why: string };

/** Reads and checks the anchor file: every line must be genuine and follow the one before. */
export function readAnchors(paths: Paths, key: string): AnchorsRead {
  const anchors: Anchor[] = [];
  for (const [index, text] of anchorLines(paths).entries()) {
    const anchor = parseAnchor(text);
    if (anchor === null) continue;
    const { mac, ...claim } = anchor;
    const line = index + 1;
    if (!secretsEqual(mac, macOf(claim, key))) {
      return { ok: false, line, why: 'The signature is not of this installation: the line was changed.' };
    }
    if (claim.prev_mac !== (anchors.at(-1)?.mac ?? '')) {
      return { ok: false, line, why: 'The line does not follow the one before: a line was taken out.' };
    }
    anchors.push(anchor);
  }
  return { ok: true, anchors };
}

function lastAnchor(paths: Paths): Anchor | null {
  for (const line of readTail(anchorFile(paths)).split('\n').reverse()) {
    const anchor = parseAnchor(line);
    if (anchor !== null) return anchor;
  }
  return null;
}

function anchorLines(paths: Paths): string[] {
  const file = anchorFile(paths);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function endsMidLine(paths: Paths): boolean {
  const tail = readTail(anchorFile(paths));
  return tail !== '' && !tail.endsWith('\n');
}

/** The end of the file: it grows for years, and only its last lines matter when a line is added. */
function readTail(file: string): string {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    return tail.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Null for a line torn by a crash. A line that was changed on purpose still parses, and fails its signature. */
function parseAnchor(line: string): Anchor | null {
  try {
    return Anchor.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function macOf(claim: Omit<Anchor, 'mac'>, key: string): string {
  return createHmac('sha256', key).update(canonicalJson(claim)).digest('hex');
}

import { expand } from '@clawnex/shared/posture/expand.ts';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

const MAIN = '/etc/ssh/sshd_config';
const FILE_BYTES_MAX = 1_048_576;
/** As OpenSSH: includes may nest this deep. */
const INCLUDE_DEPTH_MAX = 16;
const FILES_MAX = 200;

export interface SshdValue {
  readonly value: string;
  readonly from: string;
}

export interface SshdConfig {
  /** The value that holds for everybody; null where the files do not set it, so that the built-in default holds. */
  get(key: string): SshdValue | null;
  /** Values inside `Match` blocks: they hold for some. */
  matched(key: string): readonly (SshdValue & { readonly criteria: string })[];
  /** Parts that could not be read. */
  readonly gaps: readonly string[];
}

interface Line extends SshdValue {
  readonly key: string;
  readonly criteria: string | null;
}

/** sshd_config with what it includes. For each keyword the first value wins (sshd_config(5)). */
export async function readSshdConfig(root: RootFolder): Promise<Outcome<SshdConfig>> {
  const gaps: string[] = [];
  const lines: Line[] = [];
  const files = { count: 0 };
  const first = await root.readText(MAIN, FILE_BYTES_MAX);
  if (!first.ok) return first;
  await readLines(root, MAIN, first.value, null, 0, { lines, gaps, files });
  if (files.count > FILES_MAX) return refuse('too_large', `${MAIN} includes more than ${FILES_MAX} files.`);
  return { ok: true, value: fromLines(lines, gaps) };
}

/** The output of `sshd -T`: everything that holds, defaults too. */
export function parseEffective(text: string): SshdConfig {
  const lines = text.split('\n').flatMap((line): Line[] => {
    const [, key = '', value = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    return key === '' ? [] : [{ key: key.toLowerCase(), value, from: 'sshd -T', criteria: null }];
  });
  return fromLines(lines, []);
}

function fromLines(lines: readonly Line[], gaps: readonly string[]): SshdConfig {
  return {
    get: (key) => lines.find((line) => line.criteria === null && line.key === key.toLowerCase()) ?? null,
    matched: (key) =>
      lines.flatMap(({ criteria, ...line }) =>
        criteria !== null && line.key === key.toLowerCase() ? [{ ...line, criteria }] : [],
      ),
    gaps,
  };
}

interface Collected {
  readonly lines: Line[];
  readonly gaps: string[];
  readonly files: { count: number };
}

async function readLines(
  root: RootFolder,
  path: string,
  text: string,
  outer: string | null,
  depth: number,
  into: Collected,
): Promise<void> {
  into.files.count += 1;
  let criteria = outer;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, key = '', rest = ''] = /^([A-Za-z0-9]+)[\s=]+(.*)$/.exec(line) ?? [];
    const value = rest
      .replace(/\s#.*$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1');
    const keyword = key.toLowerCase();
    if (keyword === 'match') criteria = value.toLowerCase() === 'all' ? outer : value;
    else if (keyword === 'include') await readIncluded(root, value, criteria, depth, into);
    else if (keyword !== '') into.lines.push({ key: keyword, value, from: `${path}:${index + 1}`, criteria });
  }
}

async function readIncluded(
  root: RootFolder,
  value: string,
  criteria: string | null,
  depth: number,
  into: Collected,
): Promise<void> {
  if (depth >= INCLUDE_DEPTH_MAX) return;
  for (const pattern of value.split(/\s+/).filter((word) => word !== '')) {
    const found = await expand(root, pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`);
    into.gaps.push(...found.gaps);
    for (const path of found.paths) {
      if (into.files.count > FILES_MAX) return;
      const text = await root.readText(path, FILE_BYTES_MAX);
      if (text.ok) await readLines(root, path, text.value, criteria, depth + 1, into);
      else into.gaps.push(text.message);
    }
  }
}

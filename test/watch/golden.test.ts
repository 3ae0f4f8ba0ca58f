import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { decodePath } from '@clawnex/watcher/src/decode/decode-path.ts';
import { itemLine } from '@clawnex/watcher/src/decode/item-line.ts';
import { z } from 'zod';
import { makeHome, type SampleSet, SETS } from './sample-sessions.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
/** `write` makes the files anew; what changed in them is then to be read by a person. */
const WRITES = process.env['CLAWNEX_GOLDEN'] === 'write';
/** Of a text the golden files keep the beginning and the length. */
const TEXT_KEPT = 80;

const Tokens = z.object({
  input: z.number(),
  output: z.number(),
  cache_read: z.number().optional(),
  cache_write: z.number().optional(),
});
const Line = z.looseObject({
  kind: z.string(),
  session: z.string(),
  origin: z.string().nullable(),
  text: z.string().optional(),
  tokens: Tokens.loose().optional(),
  cost_usd: z.number().optional(),
});
type Line = z.infer<typeof Line>;

async function decodeHome(home: string): Promise<Line[]> {
  const lines: Line[] = [];
  const troubles: string[] = [];
  for await (const { item, source } of decodePath(home, (message) => troubles.push(message))) {
    lines.push(Line.parse(JSON.parse(JSON.stringify(itemLine(item, source)))));
  }
  assert.deepEqual(troubles, []);
  return lines;
}

function toGolden({ text, ...line }: Line): string {
  return JSON.stringify({
    ...line,
    ...(text === undefined ? {} : { text: text.slice(0, TEXT_KEPT), length: text.length }),
  });
}

/** The first line that differs says enough. */
function assertLines(lines: readonly string[], file: string): void {
  const golden = readFileSync(file, 'utf8').trimEnd().split('\n');
  for (const [index, line] of lines.entries()) assert.equal(line, golden[index], `${file}:${index + 1}`);
  assert.equal(lines.length, golden.length, file);
}

interface Totals {
  readonly sessions: number;
  /** By users, and by models. */
  readonly turns: readonly [number, number];
  readonly tool_calls: number;
  readonly tool_results: number;
  readonly tokens: readonly [input: number, output: number, cache_read: number, cache_write: number];
  readonly cost_usd: number;
}

/** Counted from the logs by other means, line by line, and compared with what the runtimes say themselves where they do. */
const TOTALS: Readonly<Record<SampleSet, Totals>> = {
  'openclaw-2026.1.29': {
    sessions: 1,
    turns: [4, 8],
    tool_calls: 4,
    tool_results: 4,
    tokens: [45_878, 148, 45_874, 0],
    cost_usd: 0.153616,
  },
  'openclaw-2026.3.13': {
    sessions: 6,
    turns: [18, 29],
    tool_calls: 11,
    tool_results: 11,
    tokens: [218_779, 425, 206_635, 100],
    cost_usd: 0.713328,
  },
  'openclaw-2026.7.1': {
    sessions: 6,
    turns: [15, 27],
    tool_calls: 12,
    tool_results: 11,
    tokens: [241_536, 420, 227_277, 100],
    cost_usd: 0.786055,
  },
  'openclaw-2026.9.6': {
    sessions: 27,
    turns: [58, 98],
    tool_calls: 40,
    tool_results: 42,
    tokens: [852_402, 1_316, 817_117, 300],
    cost_usd: 2.806374,
  },
  'claude-code': {
    sessions: 2,
    turns: [3, 7],
    tool_calls: 4,
    tool_results: 4,
    tokens: [155_086, 136, 14_000, 700],
    cost_usd: 0.474123,
  },
  codex: {
    sessions: 3,
    turns: [3, 4],
    tool_calls: 2,
    tool_results: 2,
    tokens: [49_661, 93, 24_829, 0],
    cost_usd: 0,
  },
  'gemini-cli': {
    sessions: 1,
    turns: [1, 3],
    tool_calls: 2,
    tool_results: 2,
    tokens: [37_009, 74, 0, 0],
    cost_usd: 0,
  },
  opencode: {
    sessions: 2,
    turns: [2, 5],
    tool_calls: 3,
    tool_results: 3,
    tokens: [19_436, 105, 19_436, 0],
    cost_usd: 0.059883,
  },
  hermes: {
    sessions: 2,
    turns: [3, 3],
    tool_calls: 2,
    tool_results: 2,
    tokens: [22_311, 109, 9_102, 0],
    cost_usd: 0.0712994,
  },
};

function totalsOf(lines: readonly Line[]): Totals {
  const count = (kind: string, origin?: string) =>
    lines.filter((line) => line.kind === kind && (origin === undefined || line.origin === origin)).length;
  const sum = (name: 'input' | 'output' | 'cache_read' | 'cache_write') =>
    lines.reduce((total, line) => total + (line.tokens?.[name] ?? 0), 0);
  return {
    sessions: new Set(lines.map((line) => line.session)).size,
    turns: [count('turn', 'user'), count('turn', 'assistant')],
    tool_calls: count('tool_call'),
    tool_results: count('tool_result'),
    tokens: [sum('input'), sum('output'), sum('cache_read'), sum('cache_write')],
    cost_usd: lines.reduce((total, line) => total + (line.cost_usd ?? 0), 0),
  };
}

describe('session logs of real runtimes', () => {
  for (const set of SETS) {
    test(`${set} decode to exactly what they hold`, async () => {
      const home = makeHome(set);
      try {
        const lines = await decodeHome(home);
        const { cost_usd, ...counted } = totalsOf(lines);
        const { cost_usd: expectedCost, ...expected } = TOTALS[set];
        assert.deepEqual(counted, expected);
        assert.ok(Math.abs(cost_usd - expectedCost) < 1e-6, `${cost_usd} is not ${expectedCost}`);
        assert.deepEqual(
          lines.filter((line) => line.kind === 'unknown'),
          [],
        );
        const golden = lines.map(toGolden);
        const file = join(GOLDEN, `${set}.jsonl`);
        if (WRITES) {
          mkdirSync(GOLDEN, { recursive: true });
          writeFileSync(file, `${golden.join('\n')}\n`);
        }
        assertLines(golden, file);
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });
  }

  test('decode to the same lines on the command line', () => {
    const home = makeHome('opencode');
    try {
      const cli = join(import.meta.dirname, '..', '..', 'scripts', 'cli', 'main.ts');
      const args = ['--import', 'tsx', cli, 'watch', 'decode', home, '--json'];
      const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
      const golden = printed
        .trimEnd()
        .split('\n')
        .map((line) => toGolden(Line.parse(JSON.parse(line))));
      assertLines(golden, join(GOLDEN, 'opencode.jsonl'));
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

/**
 * How fast session logs are read, beside `wc -l` and a bare JSON.parse of every line, in one run over the same file.
 * `node --expose-gc --import tsx test/bench/watch.bench.ts`; the size in MiB: CLAWNEX_BENCH_WATCH_MIB (1024).
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { systemClock } from '@clawnex/shared/kernel/clock.ts';
import { Metrics } from '@clawnex/shared/kernel/metrics.ts';
import { readEntries } from '@clawnex/watcher/src/follow/read-entries.ts';
import { keepMemoryFlat } from '@clawnex/watcher/src/keep-memory-flat.ts';
import { openclawLines } from '@clawnex/watcher/src/openclaw/formats.ts';
import { LinesSource } from '@clawnex/watcher/src/sources/lines-source.ts';
import { SessionMemory } from '@clawnex/watcher/src/sources/session-memory.ts';
import { HISTORY_SLICE, type RawEntry } from '@clawnex/watcher/src/sources/source.ts';

const MIB = 1024 * 1024;
const SIZE_MIB = Number(process.env['CLAWNEX_BENCH_WATCH_MIB'] ?? 1_024);
/** Scanning is another matter than reading: it is measured on as much as takes some seconds. */
const SCANNED_MIB = 16;
const ROUNDS = 3;

const folder = mkdtempSync(join(tmpdir(), 'clawnex-bench-watch-'));
const file = join(folder, 'agents', 'main', 'sessions', 'bench.jsonl');

/** Lines of the sample sessions over and over, each with an id of its own and every tenth with a long tool output. */
function writeLog(): void {
  const samples = join(import.meta.dirname, '..', 'watch', 'sessions', 'openclaw-2026.9.6', 'main');
  const lines = readdirSync(samples).flatMap((name) =>
    readFileSync(join(samples, name), 'utf8').trim().split('\n'),
  );
  mkdirSync(join(file, '..'), { recursive: true });
  const out = openSync(file, 'w');
  const output = 'drwxr-xr-x 2 agent agent 4096 Nov 22 13:02 notes\n'.repeat(80);
  for (let bytes = 0, n = 0; bytes < SIZE_MIB * MIB; ) {
    let block = '';
    for (; block.length < 4 * MIB; n += 1) {
      const line = lines[n % lines.length] ?? '';
      const own = line.replace(/"id":"[0-9a-f-]{8,36}"/, `"id":"e${n}"`);
      block += `${n % 10 === 0 ? own.replace(/"text":"/, `"text":"${JSON.stringify(output).slice(1, -1)}`) : own}\n`;
    }
    bytes += writeSync(out, block);
  }
  closeSync(out);
}

interface Spent {
  readonly wall_s: number;
  /** Of this process: what others do to the machine meanwhile does not show in it. */
  readonly cpu_s: number;
}

async function spend(work: () => Promise<unknown> | unknown): Promise<Spent> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall_s: (performance.now() - started) / 1_000, cpu_s: (user + system) / 1e6 };
}

async function parseBare(): Promise<number> {
  let parsed = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    JSON.parse(line);
    parsed += 1;
  }
  return parsed;
}

let peak_bytes = 0;
const start_bytes = process.memoryUsage.rss();

async function decodeAll(
  onEntries: (source: LinesSource, entries: readonly RawEntry[]) => Promise<boolean>,
): Promise<void> {
  const { size, mtimeMs } = statSync(file);
  const place = { path: file, instance: folder, agent: 'main', modified_ms: mtimeMs, size, version: '' };
  const source = new LinesSource(place, openclawLines, new SessionMemory());
  const cursors = new Map();
  for (let more = true; more; ) {
    const slice = await source.read({ get: async (key) => cursors.get(key) ?? null }, HISTORY_SLICE);
    if (slice === null) return;
    for (const { key, cursor } of slice.advances) cursors.set(key, cursor);
    more = (await onEntries(source, slice.entries)) && slice.more;
    peak_bytes = Math.max(peak_bytes, process.memoryUsage.rss());
  }
}

function middle(spent: readonly Spent[], of: keyof Spent): number {
  return spent.map((each) => each[of]).sort((a, b) => a - b)[Math.floor(spent.length / 2)] ?? Number.NaN;
}

keepMemoryFlat();
try {
  writeLog();
  const size_mib = statSync(file).size / MIB;
  const wc: Spent[] = [];
  const bare: Spent[] = [];
  const decoded: Spent[] = [];
  let items = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    wc.push(await spend(() => execFileSync('wc', ['-l', file])));
    decoded.push(
      await spend(() =>
        decodeAll(async (source, entries) => {
          for (const entry of entries) items += source.decode(entry).length;
          return true;
        }),
      ),
    );
    bare.push(await spend(parseBare));
  }
  const decode_peak_bytes = peak_bytes;
  const ruleset = builtinRuleset();
  const context = {
    clock: systemClock,
    host: 'bench',
    metrics: new Metrics(),
    signal: new AbortController().signal,
  };
  let scanned_bytes = 0;
  const scanned = await spend(() =>
    decodeAll(async (source, entries) => {
      await readEntries({ context, ruleset, pause: async () => undefined }, source, entries);
      scanned_bytes += entries.reduce((sum, { text }) => sum + text.length, 0);
      return scanned_bytes < SCANNED_MIB * MIB;
    }),
  );
  const rate = (spent: readonly Spent[]) => {
    const wall_s = middle(spent, 'wall_s');
    return `${wall_s.toFixed(2)} s, ${(size_mib / wall_s).toFixed(0)} MiB/s, processor ${middle(spent, 'cpu_s').toFixed(2)} s`;
  };
  const ratio = (of: keyof Spent) => (middle(decoded, of) / middle(bare, of)).toFixed(2);
  console.log(`${size_mib.toFixed(0)} MiB, ${items / ROUNDS} items, median of ${ROUNDS}`);
  console.log(`wc -l            ${rate(wc)} (of this process)`);
  console.log(`JSON.parse       ${rate(bare)}`);
  console.log(`read and decode  ${rate(decoded)}`);
  console.log(
    `ratio to JSON.parse: ${ratio('cpu_s')} in processor time, ${ratio('wall_s')} by the clock (aim: at most 2)`,
  );
  console.log(
    `with every text scanned: ${(scanned_bytes / MIB / scanned.cpu_s).toFixed(1)} MiB per second of processor time`,
  );
  const memory = (bytes: number) => (bytes / MIB).toFixed(0);
  console.log(
    `memory: ${memory(start_bytes)} MiB at the start, at most ${memory(decode_peak_bytes)} while decoding and ${memory(peak_bytes)} with the scan (aim: below 200, whatever the size)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * How long a new line takes from the agent's write to the row in the store, while history is read. Broker, ingest and
 * watcher run as processes of their own. `node test/bench/watch-live.bench.ts`; history in MiB: CLAWNEX_BENCH_WATCH_MIB (2048).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { header, line, userSays } from '@clawnex/watcher/src/testing/transcript.ts';

const MIB = 1024 * 1024;
const SIZE_MIB = Number(process.env['CLAWNEX_BENCH_WATCH_MIB'] ?? 2_048);
const SAMPLES = 40;
const LOOK_EVERY_MS = 5;

const root = mkdtempSync(join(tmpdir(), 'clawnex-bench-live-'));
const sessions = join(root, '.openclaw', 'agents', 'main', 'sessions');
mkdirSync(sessions, { recursive: true });

function writeHistory(): void {
  const out = openSync(join(sessions, 'history.jsonl'), 'w');
  writeSync(out, line(header('history')));
  for (let bytes = 0, n = 0; bytes < SIZE_MIB * MIB; ) {
    let block = '';
    for (; block.length < 4 * MIB; n += 1)
      block += line({ ...userSays(n, `what was said ${n} `.repeat(30)), id: `h${n}` });
    bytes += writeSync(out, block);
  }
  closeSync(out);
}

/** From its source, as a process of its own. */
function runDaemon(name: 'ingest' | 'watcher', settings: NodeJS.ProcessEnv) {
  const main = join(import.meta.dirname, '..', '..', 'services', name, 'src', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    async stop(): Promise<void> {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

writeHistory();
const live = join(sessions, 'live.jsonl');
writeFileSync(live, line(header('live')));
const broker = await startTestBroker({ home: join(root, 'clawnex') });
const env = { ...broker.env, CLAWNEX_HOST: 'host-a', HOME: root, CLAWNEX_INGEST_PORT: '0' };
const daemons = [runDaemon('ingest', env), runDaemon('watcher', env)];
try {
  const paths = resolvePaths(env);
  let db: ReturnType<typeof openStoreReader> | null = null;
  while (db === null) {
    await sleep(200);
    try {
      db = openStoreReader(paths);
      db.prepare('SELECT 1 FROM session_entries').get();
    } catch {
      db = null;
    }
  }
  const find = db.prepare('SELECT 1 FROM session_entries WHERE entry_id = ?');
  while (find.get('h100') === undefined) await sleep(50);
  const taken_ms: number[] = [];
  for (let n = 1; n <= SAMPLES; n += 1) {
    const started = performance.now();
    appendFileSync(live, line({ ...userSays(n, 'hello'), id: `live-${n}` }));
    while (find.get(`live-${n}`) === undefined) await sleep(LOOK_EVERY_MS);
    taken_ms.push(performance.now() - started);
    await sleep(250);
  }
  const read = db.prepare("SELECT count(*) AS rows FROM session_entries WHERE session = 'history'").get();
  taken_ms.sort((a, b) => a - b);
  const at = (part: number) => taken_ms[Math.floor((taken_ms.length - 1) * part)]?.toFixed(0);
  console.log(
    `${SAMPLES} lines while ${SIZE_MIB} MiB of history were read (${Object(read).rows} entries of it so far)`,
  );
  console.log(
    `from the write to the row: median ${at(0.5)} ms, 90 % within ${at(0.9)} ms, longest ${at(1)} ms (aim: median below 1000)`,
  );
  db.close();
} finally {
  for (const daemon of daemons) await daemon.stop();
  await broker.stop();
  rmSync(root, { recursive: true, force: true });
}

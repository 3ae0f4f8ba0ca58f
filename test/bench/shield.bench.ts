import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import { startTestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { buildDaemons } from '../../scripts/build/build-daemons.ts';
import { BUNDLES } from '../../scripts/build/bundles.ts';
import { generateLoad, type LoadFigures } from './shield-load.ts';
import { guardrailBody, hostileBody } from './shield-prompts.ts';

/**
 * What the shield costs beside a server that does nothing: requests per second and latency of one 4 KB benign prompt,
 * 32 in flight, over keep-alive, with record, spool and broker. Bundled, as installed. Runs alternate; medians of several.
 */
const IN_FLIGHT = 32;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const ROUND_MS = Number(process.env['BENCH_ROUND_MS'] ?? 3_000);

interface Subject {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  readonly body: string;
  /** Posted by one more connection all the time. */
  readonly beside?: string;
}

const home = mkdtempSync(join(tmpdir(), 'clawnex-bench-shield-'));
const children: ChildProcess[] = [];
const broker = await startTestBroker({ home });
try {
  const dist = await bundlePrograms();
  const echo = await startServer(join(dist, 'echo.mjs'), {});
  const shield = await startServer(join(dist, 'shield.mjs'), {
    CLAWNEX_HOME: home,
    CLAWNEX_BROKER_URL: broker.url,
    CLAWNEX_SHIELD_PORT: '0',
  });
  const judge = { url: shield, path: judgeGuardrail.path };
  const subjects: Subject[] = [
    { name: 'hono echo, body as text', url: echo, path: '/text', body: guardrailBody(true) },
    { name: 'hono echo, body as JSON', url: echo, path: '/json', body: guardrailBody(true) },
    { name: 'shield, every prompt new', ...judge, body: guardrailBody(true) },
    { name: 'shield, same prompt again', ...judge, body: guardrailBody(false) },
    { name: '  new, beside 1 MiB hostile', ...judge, body: guardrailBody(true), beside: hostileBody() },
  ];
  for (const subject of subjects) await runRound(subject);
  const rounds = subjects.map((): LoadFigures[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, subject] of subjects.entries()) rounds[index]?.push(await runRound(subject));
  }
  const medians = rounds.map(medianFigures);
  const shareOf = (rate: number, index: number) =>
    `${Math.round((rate / (medians[index]?.requests_per_s ?? Number.NaN)) * 100)} %`;
  console.log(
    'requests of 4 KB, 32 in flight'.padEnd(32),
    'requests/s  p50 ms  p99 ms  of text  of JSON echo',
  );
  for (const [index, { name }] of subjects.entries()) {
    const { requests_per_s = 0, p50_ms = 0, p99_ms = 0 } = medians[index] ?? {};
    const cells = [
      String(Math.round(requests_per_s)).padStart(10),
      p50_ms.toFixed(2).padStart(6),
      p99_ms.toFixed(2).padStart(6),
      shareOf(requests_per_s, 0).padStart(7),
      shareOf(requests_per_s, 1).padStart(12),
    ];
    console.log(name.padEnd(32), cells.join('  '));
  }
} finally {
  for (const child of children) child.kill('SIGTERM');
  await broker.stop();
  rmSync(home, { recursive: true, force: true });
}

async function runRound({ url, path, body, beside }: Subject): Promise<LoadFigures> {
  const file = join(home, 'secrets', 'shield.token');
  const common = { url, path, token: readFileSync(file, 'utf8').trim(), duration_ms: ROUND_MS };
  const [figures] = await Promise.all([
    generateLoad({ ...common, body, in_flight: IN_FLIGHT }),
    ...(beside === undefined ? [] : [generateLoad({ ...common, body: beside, in_flight: 1 })]),
  ]);
  return figures;
}

async function bundlePrograms(): Promise<string> {
  const outdir = join(home, 'dist');
  const root = join(import.meta.dirname, '../..');
  const shield = Object.entries(BUNDLES).filter(([name]) => name.startsWith('shield'));
  await buildDaemons(root, outdir, { ...Object.fromEntries(shield), echo: 'test/bench/shield-echo.ts' });
  return outdir;
}

/** Starts a program and waits for the line that says where it listens. */
async function startServer(program: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let output = '';
  return await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${output.slice(-500)}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000);
      const url = /listens on (http:\S+?)["\s]/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

function medianFigures(rounds: readonly LoadFigures[]): LoadFigures {
  const median = (pick: (figures: LoadFigures) => number) =>
    rounds.map(pick).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  return {
    requests_per_s: median(({ requests_per_s }) => requests_per_s),
    p50_ms: median(({ p50_ms }) => p50_ms),
    p99_ms: median(({ p99_ms }) => p99_ms),
  };
}

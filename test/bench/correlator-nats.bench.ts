import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judged } from '@clawnex/correlator/src/testing/received-events.ts';
import { Envelope } from '@clawnex/proto/envelope.ts';
import { AlertRaised } from '@clawnex/proto/events/incident.ts';
import { EVENT_STREAM, eventFilter, eventSubject } from '@clawnex/proto/subjects.ts';
import { encodeEnvelope } from '@clawnex/shared/bus/make-event.ts';
import { connectObserver } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { build } from 'esbuild';
import { BUNDLES, EXTERNAL_PACKAGES } from '../../scripts/build/bundles.ts';

/**
 * The bundled daemon behind a real broker: how fast it works off a backlog, and how long an alert takes at a steady
 * 10,000 events a second: from publishing the event that completes it until the alert is on the stream. Broker, daemon
 * and the sender of the load share the machine.
 */
const BACKLOG = Number(process.env['BENCH_EVENTS'] ?? 100_000);
const RATE = Number(process.env['BENCH_RATE'] ?? 10_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
/** Sessions that are completed to an alert each second. */
const ALERTS_PER_SECOND = 20;
const SLICE_MS = 10;

let steadySince: number | undefined;

const home = mkdtempSync(join(tmpdir(), 'clawnex-bench-correlator-'));
const dist = mkdtempSync(join(import.meta.dirname, '../../node_modules/.bench-'));
const broker = await startTestBroker({ home });
const connection = await connectObserver(broker);
const manager = await connection.jetstreamManager({ checkAPI: false });
await build({
  entryPoints: { correlator: join(import.meta.dirname, '../..', BUNDLES['correlator'] ?? '') },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external: EXTERNAL_PACKAGES,
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
const rules = join(import.meta.dirname, '../../services/correlator/rules');
const env = { ...process.env, ...broker.env, CLAWNEX_CORRELATOR_RULES_DIR: rules };

function send(payload: { type: string; host: string; bytes: Uint8Array }): void {
  if (payload.type !== 'session.observed' && payload.type !== 'exchange.judged') return;
  connection.publish(eventSubject(payload.host, payload.type), payload.bytes);
}
function observed(n: number, time: number) {
  const envelope = Envelope.parse({
    v: 1,
    id: newId(),
    source: 'watcher',
    type: 'session.observed',
    time,
    host: 'host-a',
    agent: `agent-${n % 500}`,
    session: `s-${n % 5_000}`,
    data: {
      kind: 'turn',
      log_source: 'openclaw_jsonl',
      entry_id: `e-${n}`,
      model: 'large',
      input_tokens: 100,
    },
  });
  return { type: 'session.observed', host: 'host-a', bytes: Buffer.from(encodeEnvelope(envelope)) };
}
function blocked(call: string, session: string, time: number) {
  const { envelope, data } = judged({ call, at_ms: time, session, agent: `a-${session}` });
  return {
    type: 'exchange.judged',
    host: 'host-a',
    bytes: Buffer.from(encodeEnvelope({ ...envelope, id: newId(), data })),
  };
}
const waiting = async () => {
  const info = await manager.consumers.info(EVENT_STREAM, 'correlator');
  return info.num_pending + info.num_ack_pending;
};

/** Time a process spent computing, from Linux' own accounting (hundredths of a second). On a busy machine it says more than the clock. */
function cpuSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const start_ms = Date.now() - 60_000;
for (let n = 0; n < BACKLOG; n += 1) {
  send(observed(n, start_ms + Math.floor(n / 10)));
  if (n % 2_000 === 1_999) await connection.flush();
}
await connection.flush();
const child = spawn(process.execPath, [join(dist, 'correlator.mjs')], { env, stdio: 'ignore' });
try {
  for (let left = await waiting(); left === BACKLOG; left = await waiting()) await sleep(5);
  const began = Date.now();
  const cpuBefore = cpuSeconds(child.pid);
  for (let left = await waiting(); left > 0; left = await waiting()) await sleep(20);
  const rate = (BACKLOG / (Date.now() - began)) * 1_000;
  const perCpu = BACKLOG / Math.max(0.01, cpuSeconds(child.pid) - cpuBefore);
  console.log(
    `backlog of ${BACKLOG.toLocaleString('en')}: ${Math.round(rate).toLocaleString('en')} events/s, ${Math.round(perCpu).toLocaleString('en')} for each second of the daemon's processor time`,
  );

  const sent = new Map<string, number>();
  const took: number[] = [];
  const alerts = connection.subscribe(eventFilter('alert.raised'), {
    callback: (_, message) => {
      const alert = AlertRaised.parse(Envelope.parse(message.json()).data);
      const at = sent.get(alert.entity.id);
      if (at === undefined) return;
      sent.delete(alert.entity.id);
      took.push(Date.now() - at);
    },
  });
  let n = 0;
  for (let slice = 0; slice < (SECONDS * 1_000) / SLICE_MS; slice += 1) {
    const due = began_ms() + slice * SLICE_MS;
    for (let each = 0; each < (RATE * SLICE_MS) / 1_000; each += 1, n += 1)
      send(observed(BACKLOG + n, Date.now()));
    if (slice % (1_000 / SLICE_MS / ALERTS_PER_SECOND) === 0) {
      const session = `bench-${slice}`;
      for (const call of ['one', 'two', 'three']) send(blocked(`${session}-${call}`, session, Date.now()));
      sent.set(session, Date.now());
    }
    await sleep(Math.max(0, due + SLICE_MS - Date.now()));
  }
  const seconds = (Date.now() - began_ms()) / 1_000;
  for (let turn = 0; turn < 100 && sent.size > 0; turn += 1) await sleep(50);
  alerts.unsubscribe();
  const sorted = took.sort((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  console.log(
    `${Math.round(n / seconds).toLocaleString('en')} events/s offered for ${seconds.toFixed(1)} s: ${sorted.length} alerts, median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, ${sent.size} missing; aim p99 < 50`,
  );
} finally {
  child.kill('SIGTERM');
  await connection.close();
  await broker.stop();
  for (const folder of [home, dist]) rmSync(folder, { recursive: true, force: true });
}

/** When the steady load began: set at the first call. */
function began_ms(): number {
  steadySince ??= Date.now();
  return steadySince;
}

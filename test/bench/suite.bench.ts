import { readFileSync } from 'node:fs';
import { DAEMONS } from '@clawnex/proto/daemons.ts';
import { startSuite } from '../suite/start-suite.ts';

/** How often the suite is started; the first start also creates keys, stream and tables. */
const STARTS = 5;
const READY_MS_MAX = 3_000;
const MEMORY_MIB_MAX = 600;

/** Resident memory of a process in MiB; on Linux from its status, elsewhere unknown. */
function residentMib(pid: number): number {
  const kib = /VmRSS:\s{1,20}(\d{1,12}) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib) / 1024);
}

const ready: number[] = [];
let memory: Record<string, number> = {};
for (let start = 0; start < STARTS; start += 1) {
  const suite = await startSuite();
  ready.push(suite.ready_ms);
  memory = Object.fromEntries(DAEMONS.map((daemon) => [daemon, residentMib(suite.pid(daemon))]));
  memory['nats-server'] = residentMib(suite.pid('nats-server'));
  await suite.stop();
}
const median = ready.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? 0;
const daemons_mib = DAEMONS.reduce((sum, daemon) => sum + (memory[daemon] ?? 0), 0);
console.log(
  `seven daemons ready: median ${median} ms of ${STARTS} starts (${ready.join(', ')}); aim < ${READY_MS_MAX}`,
);
console.log(
  `memory: ${daemons_mib} MiB for seven daemons, aim < ${MEMORY_MIB_MAX}; each: ${JSON.stringify(memory)}`,
);

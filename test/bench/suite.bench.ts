import { readFileSync } from 'node:fs';
import { DAEMONS } from '@clawnex/proto/daemons.ts';
import { startSuite } from '../suite/start-suite.ts';

/** How often the suite is started; the first start also creates keys, stream and tables. */
const STARTS = 5;
const READY_MS_MAX = 3_000;
const MEMORY_MIB_MAX = 600;

interface Memory {
  /** Resident: counts what processes share (Node's own code) once for each. */
  readonly rss_mib: number;
  /** Proportional: shared pages are divided among their users, so that the sum is what the machine gives. */
  readonly pss_mib: number;
}

/** Memory of a process from Linux' own accounting. */
function readMemory(pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s{1,20}(\\d{1,12}) kB`, 'm').exec(rollup)?.[1]) / 1024);
  return { rss_mib: mib('Rss'), pss_mib: mib('Pss') };
}

const ready: number[] = [];
let memory: Record<string, Memory> = {};
for (let start = 0; start < STARTS; start += 1) {
  const suite = await startSuite();
  ready.push(suite.ready_ms);
  memory = Object.fromEntries(DAEMONS.map((daemon) => [daemon, readMemory(suite.pid(daemon))]));
  await suite.stop();
}
const median = ready.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? 0;
const sum = (key: keyof Memory) => DAEMONS.reduce((total, daemon) => total + (memory[daemon]?.[key] ?? 0), 0);
console.log(
  `seven daemons ready: median ${median} ms of ${STARTS} starts (${ready.join(', ')}); aim < ${READY_MS_MAX}`,
);
console.log(
  `memory of seven daemons: ${sum('pss_mib')} MiB proportional, ${sum('rss_mib')} MiB resident; aim < ${MEMORY_MIB_MAX}`,
);
for (const daemon of DAEMONS) console.log(`  ${daemon}: ${JSON.stringify(memory[daemon])}`);

import { resolve } from 'node:path';
import { buildMachine } from '@clawnex/host-scanner/src/testing/machine.ts';
import { GOOD_MACHINE } from './good-machine.ts';
import { PLANTS } from './plants.ts';

/** Lays the machine that the tests scan. */
export function layMachine(folder: string, kind: 'good' | 'bad'): void {
  buildMachine(folder, GOOD_MACHINE);
  if (kind === 'bad') plantAll(folder);
}

export function plantAll(folder: string): void {
  for (const { files } of PLANTS) buildMachine(folder, files);
}

// node test/host/make-machine.ts DIR [good|bad], to look at it by hand: scripts/clawnex host scan --root DIR
if (process.argv[1] === import.meta.filename) {
  const [folder, kind = 'bad'] = process.argv.slice(2);
  if (folder === undefined || (kind !== 'good' && kind !== 'bad')) {
    console.error('Usage: node test/host/make-machine.ts DIR [good|bad]');
    process.exit(64);
  }
  layMachine(resolve(folder), kind);
  console.log(
    `${resolve(folder)}: a ${kind} machine${kind === 'bad' ? ` with ${PLANTS.length} plants` : ''}`,
  );
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StepError } from '../bring/report.ts';

const Lock = z.object({ supervisor: z.int().positive() });

/** One supervisor per home: two would fight over ports and files. Returns the function that gives the lock back. */
export function takeLock(home: string): () => void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'supervisor.lock');
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new StepError(
      `ClawNex already runs from ${home} (process ${holder}). Stop it with: kill ${holder}`,
    );
  }
  writeFileSync(file, JSON.stringify({ supervisor: process.pid }), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

function readHolder(file: string): number | null {
  try {
    return Lock.parse(JSON.parse(readFileSync(file, 'utf8'))).supervisor;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

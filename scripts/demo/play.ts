import { setTimeout as sleep } from 'node:timers/promises';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { report } from '../bring/report.ts';
import { scriptDay } from './day.ts';
import { FrontDoors } from './front-doors.ts';

/** Pause between calls: a day passes in some ten seconds, slow enough to watch rows arrive. */
const PAUSE_MS = 30;

/** Plays the fleet's day, ending now, through the real front doors. Every row is marked as demo. */
export async function playDemo(paths: Paths): Promise<void> {
  const doors = new FrontDoors(paths);
  const calls = scriptDay(Date.now());
  report(`playing a day of five agents: ${calls.length} calls ...`);
  let blocked = 0;
  for (const call of calls) {
    if ((await doors.play(call)) === 'blocked') blocked += 1;
    await sleep(PAUSE_MS);
  }
  report(
    `the demo is over: ${calls.length} calls, ${blocked} blocked. In the dashboard choose origin: demo. Remove it with: scripts/clawnex demo purge`,
  );
}

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openState } from '@clawnex/correlator/src/state/open-state.ts';
import { Random } from '@clawnex/scripts/demo/random.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { z } from 'zod';
import { applyFrom } from './kill-run.ts';

/** A whole run kills 200 times in 100,000 events. */
const KILLS = Number(process.env['CLAWNEX_KILLS'] ?? 5);
const EVENTS = Number(process.env['CLAWNEX_KILL_EVENTS'] ?? 4_000);
const RUN = join(import.meta.dirname, 'kill-run.ts');

const Names = z.array(z.object({ alert_id: z.string() }));
const Raised = z.array(z.object({ alert_id: z.string(), times: z.int() }));

function outcome(home: string) {
  const db = openState(resolvePaths({ CLAWNEX_HOME: home }));
  try {
    const names = Names.parse(db.prepare('SELECT alert_id FROM raised ORDER BY alert_id').all());
    const told = Raised.parse(
      db
        .prepare(
          `SELECT event ->> '$.data.alert_id' AS alert_id,
             sum(event ->> '$.data.state' = 'raised') - sum(event ->> '$.data.state' = 'retracted') AS times
           FROM outbox WHERE event ->> '$.type' = 'alert.raised' GROUP BY 1 HAVING times > 0 ORDER BY 1`,
        )
        .all(),
    );
    return { names: names.map(({ alert_id }) => alert_id), told };
  } finally {
    db.close();
  }
}

test('killed at random points, the correlator ends with the alerts of a run that nobody disturbed', async (t) => {
  const folders = ['whole', 'killed'].map((name) => mkdtempSync(join(tmpdir(), `clawnex-${name}-`)));
  const [whole = '', killed = ''] = folders;
  try {
    const db = openState(resolvePaths({ CLAWNEX_HOME: whole }));
    applyFrom(db, EVENTS, () => undefined);
    db.close();
    const expected = outcome(whole);
    assert.ok(expected.names.length > 20, `${expected.names.length} alerts: too few to prove anything`);

    const random = new Random(7);
    const points = Array.from({ length: KILLS }, () => random.between(1, EVENTS)).sort((a, b) => a - b);
    let kills = 0;
    for (const point of points) if (await runUntil(killed, point, random.between(0, 15))) kills += 1;
    await runUntil(killed, Number.POSITIVE_INFINITY, 0);
    const found = outcome(killed);
    assert.deepEqual(found.names, expected.names);
    assert.deepEqual(found.told, expected.told);
    assert.ok(found.told.every(({ times }) => times === 1));
    t.diagnostic(
      `${kills} kills in ${EVENTS} events: ${found.names.length} alerts, the same set, none lost, none twice`,
    );
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
});

/** Runs the child until it committed past a point, and kills it a moment later. False when it was done before. */
async function runUntil(home: string, point: number, delay_ms: number): Promise<boolean> {
  const env = { ...process.env, CLAWNEX_HOME: home, CLAWNEX_KILL_EVENTS: String(EVENTS) };
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', RUN], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  if (child.stdout === null) throw new Error('no output to follow');
  let over = false;
  for await (const line of createInterface({ input: child.stdout })) {
    if (over || Number(line) < point) continue;
    over = true;
    void sleep(delay_ms).then(() => child.kill('SIGKILL'));
  }
  const code = await exited;
  if (code !== null) assert.equal(code, 0);
  return code === null;
}

import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import type { PublishAnswer } from './publish-event.ts';
import { Spool } from './spool.ts';
import { SpoolError } from './spool-error.ts';
import { SpoolPublisher } from './spool-publisher.ts';
import { until } from './testing/until.ts';

const SMALL = { bytes_max: 1_000_000, segment_bytes: 64 };

function readAll(spool: Spool): string[] {
  const lines: string[] = [];
  for (let entry = spool.next(); entry !== null; entry = spool.next()) lines.push(entry.line.toString());
  return lines;
}

function settleAll(spool: Spool): void {
  for (let entry = spool.next(); entry !== null; entry = spool.next()) spool.settle(entry);
}

describe('the spool', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clawnex-spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lines = (count: number) => Array.from({ length: count }, (_, index) => `"line ${index}"`);

  it('gives back over many files what was appended, in order', () => {
    const spool = new Spool(folder, SMALL);
    for (const line of lines(50)) spool.append(line);
    assert.deepEqual(readAll(spool), lines(50));
    assert.ok(readdirSync(folder).length > 5);
    spool.close();
  });

  it('keeps on disk what was not settled and removes what was', () => {
    const first = new Spool(folder, SMALL);
    for (const line of lines(10)) first.append(line);
    for (let count = 0; count < 4; count += 1) {
      const entry = first.next();
      assert.ok(entry !== null);
      first.settle(entry);
    }
    first.close();
    const second = new Spool(folder, SMALL);
    const left = readAll(second);
    // A file that holds one unsettled line is repeated whole.
    assert.deepEqual(left.slice(-6), lines(10).slice(4));
    second.rewind();
    settleAll(second);
    second.close();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('skips and counts a line that a dying process left without an end', () => {
    const first = new Spool(folder, { bytes_max: 10_000 });
    first.append('"whole"');
    first.close();
    const name = readdirSync(folder)[0] ?? '';
    appendFileSync(join(folder, name), '"torn');
    const second = new Spool(folder, { bytes_max: 10_000 });
    second.append('"next"');
    assert.equal(second.torn, 1);
    assert.deepEqual(readAll(second), ['"whole"', '"next"']);
    second.close();
  });

  it('settles the rest of a file that something else cut short', () => {
    const spool = new Spool(folder, SMALL);
    for (const line of lines(20)) spool.append(line);
    truncateSync(join(folder, readdirSync(folder).sort()[0] ?? ''), 12);
    settleAll(spool);
    assert.equal(spool.settled, 20);
    assert.equal(spool.torn, 1);
    spool.close();
  });

  it('drops whole oldest files when it is full, counts them and takes the new line', () => {
    const spool = new Spool(folder, { bytes_max: 400, segment_bytes: 64 });
    for (const line of lines(200)) spool.append(line);
    const kept = readAll(spool);
    assert.deepEqual(kept, lines(200).slice(-kept.length));
    assert.equal(spool.dropped, 200 - kept.length);
    assert.equal(spool.appended - spool.settled, kept.length);
    spool.close();
  });

  it('ignores an acknowledgement of a line it has dropped meanwhile', () => {
    const spool = new Spool(folder, { bytes_max: 200, segment_bytes: 64 });
    spool.append('"early"');
    const early = spool.next();
    assert.ok(early !== null);
    for (const line of lines(60)) spool.append(line);
    const before = spool.settled;
    spool.settle(early);
    assert.equal(spool.settled, before);
    spool.close();
  });

  it('throws a SpoolError when the disk is full, and works on when it no longer is', {
    skip: !existsSync('/dev/full'),
  }, () => {
    const spool = new Spool(folder, { bytes_max: 10_000 });
    symlinkSync('/dev/full', join(folder, '000000000001.ndjson'));
    assert.throws(
      () => spool.append('"lost"'),
      (error) =>
        error instanceof SpoolError && error.code === 'disk_full' && /disk is full/.test(error.message),
    );
    spool.append('"kept"');
    assert.deepEqual(readAll(spool), ['"kept"']);
    spool.close();
  });

  it('empties the file being written when all of it is settled', () => {
    const spool = new Spool(folder, { bytes_max: 10_000 });
    for (const line of lines(3)) spool.append(line);
    settleAll(spool);
    spool.compact();
    spool.append('"after"');
    assert.deepEqual(readAll(spool), ['"after"']);
    spool.close();
    const again = new Spool(folder, { bytes_max: 10_000 });
    assert.equal(again.appended, 1);
    again.close();
  });
});

/** A stream behind a network: it knows ids, and a connection that lost one message delivers no later one. */
class Network {
  readonly stream: string[] = [];
  #connection = 0;
  #dead = -1;
  #script: readonly number[];
  #step = 0;
  calm = false;

  constructor(script: readonly number[]) {
    this.#script = script;
  }

  connect(): (line: Buffer) => Promise<PublishAnswer> {
    this.#connection += 1;
    const connection = this.#connection;
    return async (line) => {
      const fate = this.#fate();
      if (fate === 0) this.#dead = connection;
      const lost = this.#dead === connection;
      if (!lost && !this.stream.includes(line.toString())) this.stream.push(line.toString());
      for (let ticks = fate % 4; ticks > 0; ticks -= 1) await tick();
      return lost || fate === 1 ? { ok: false, code: 'away', message: 'lost' } : { ok: true };
    };
  }

  /** 0: lost, with all after it; 1: stored, acknowledgement lost; others: stored, acknowledged late. */
  #fate(): number {
    if (this.calm) return 2;
    this.#step += 1;
    return this.#script[this.#step % this.#script.length] ?? 2;
  }
}

describe('the spool with its publisher', () => {
  it('loses nothing and keeps the order, whatever is killed or lost meanwhile', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 12 }) }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), torn: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant('wait' as const), ticks: fc.integer({ min: 1, max: 8 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 20, max: 200 }),
        async (steps, script, segmentBytes) => {
          const folder = mkdtempSync(join(tmpdir(), 'clawnex-spool-'));
          const network = new Network(script);
          const appended: string[] = [];
          const open = () => {
            const spool = new Spool(folder, { bytes_max: 1_000_000, segment_bytes: segmentBytes });
            const publisher = new SpoolPublisher({
              spool,
              connect: async () => network.connect(),
              onSettled: () => undefined,
              onRefused: assert.fail,
              onTrouble: () => undefined,
              retry_ms: 0,
            });
            publisher.start();
            return { spool, publisher };
          };
          let { spool, publisher } = open();
          for (const action of steps) {
            if (action.do === 'append') {
              for (let count = 0; count < action.count; count += 1) {
                const line = JSON.stringify(`event ${appended.length}`);
                spool.append(line);
                appended.push(line);
                publisher.notify();
              }
            } else if (action.do === 'wait') {
              for (let ticks = 0; ticks < action.ticks; ticks += 1) await tick();
            } else if (action.do === 'compact') {
              spool.compact();
            } else {
              await publisher.stop();
              if (action.do === 'restart') spool.close();
              const last = readdirSync(folder).sort().at(-1);
              if (action.do === 'kill' && action.torn && last !== undefined) {
                appendFileSync(join(folder, last), '"event that never');
              }
              ({ spool, publisher } = open());
            }
          }
          network.calm = true;
          await until('everything is published', () => spool.appended === spool.settled);
          await publisher.stop();
          spool.close();
          rmSync(folder, { recursive: true });
          assert.deepEqual(network.stream, appended);
        },
      ),
      { numRuns: 200 },
    );
  });
});

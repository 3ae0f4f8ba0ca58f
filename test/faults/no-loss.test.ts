import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { defineQuery, prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import { startSuite, type TestSuite } from '../suite/start-suite.ts';
import { until } from '../suite/until.ts';
import { doAtOnce } from './at-once.ts';
import { callAsLitellm } from './call-as-litellm.ts';

const CALLS = 5_000;
const AT_ONCE = 200;
/** Everything may still be on its way when the last call ends: spool, stream, batches. */
const SETTLE_DEADLINE_MS = 90_000;

const countWhole = defineQuery(
  z.object({ exchanges: z.int(), whole: z.int(), judgements: z.int(), logs: z.int() }),
  `SELECT (SELECT count(*) FROM exchanges) AS exchanges,
    (SELECT count(*) FROM exchanges WHERE request_verdict IS NOT NULL AND response_verdict IS NOT NULL AND log_status = 'success') AS whole,
    (SELECT count(*) FROM judgements) AS judgements,
    (SELECT count(*) FROM log_records) AS logs`,
);

let suite: TestSuite;

describe('5,000 calls, 200 at once', () => {
  before(async () => {
    suite = await startSuite();
  });
  after(() => suite?.stop());

  let total = 0;

  async function playCalls(round: string, interrupt: (done: number) => void): Promise<void> {
    await doAtOnce(
      CALLS,
      AT_ONCE,
      (index) => callAsLitellm(suite, contentId(round, index), `${round}-${index % 50}`),
      interrupt,
    );
    total += CALLS;
    const expected = { exchanges: total, whole: total, judgements: 2 * total, logs: total };
    const db = openStoreReader(suite.paths);
    try {
      const query = prepareQuery(db, countWhole);
      await until(`${total} whole exchanges`, () => query.get({})?.whole === total, SETTLE_DEADLINE_MS);
      assert.deepEqual({ ...query.get({}) }, expected);
    } finally {
      db.close();
    }
  }

  test('are 5,000 exchanges in the store, none twice', async () => {
    await playCalls('quiet', () => undefined);
  });

  test('are as many when ingest is killed in the middle', async () => {
    await playCalls('ingest', (done) => {
      if (done === Math.floor(CALLS / 2)) suite.kill('ingest');
    });
  });

  test('are as many when the broker is killed in the middle', async () => {
    await playCalls('broker', (done) => {
      if (done === Math.floor(CALLS / 2)) suite.kill('nats-server');
    });
  });
});

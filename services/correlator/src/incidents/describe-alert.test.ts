import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeAlert } from './describe-alert.ts';

const WHY = 'Session {session}[ of agent {agent}] on {host} had {count} blocks within {timespan}.';

test('a part in brackets is left out when its name is unknown', () => {
  const context = { session: 's-9', host: 'host-a' };
  assert.equal(
    describeAlert(WHY, { context, count: 3, timespan_ms: 300_000 }),
    'Session s-9 on host-a had 3 blocks within 5 min.',
  );
});

test('a long or unprintable name stays one short piece of the sentence', () => {
  const context = { session: `s\n\u202e${'x'.repeat(500)}`, host: 'host-a', agent: 'main' };
  const why = describeAlert(WHY, { context, count: 3, timespan_ms: 90_000 });
  assert.ok(why.length < 200);
  assert.doesNotMatch(why, /[\n\u202e]/);
  assert.match(why, /within 90 s\.$/);
});

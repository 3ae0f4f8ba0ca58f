import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brokerPermissions } from '@clawnex/proto/broker.ts';
import { BROKER_USERS, type BrokerUser } from '@clawnex/proto/daemons.ts';
import { inboxPrefix } from '@clawnex/proto/subjects.ts';
import { connectUser, type RawUser, strangerIsRefused } from '@clawnex/shared/bus/testing/raw-user.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { allSubjects, covers, type Subject } from './subjects.ts';

/**
 * Every broker user tries every subject there is, for real. What it may is read from `brokerPermissions`; that this list
 * itself is right is told by the hand-written expectations at the end.
 */
describe('the rights of each broker user', () => {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-rights-'));
  let broker: TestBroker;
  const users = new Map<BrokerUser, RawUser>();
  before(async () => {
    broker = await startTestBroker({ home });
    for (const user of BROKER_USERS) users.set(user, await connectUser(broker, user));
  });
  after(async () => {
    for (const user of users.values()) await user.close();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  function connected(name: BrokerUser): RawUser {
    const user = users.get(name);
    assert.ok(user !== undefined);
    return user;
  }

  it('are nobody’s without a key, with a password or with a key the broker does not know', async () => {
    for (const how of ['anonymous', 'password', 'unknown key'] as const) {
      assert.equal(await strangerIsRefused(broker, how), true, how);
    }
  });

  for (const name of BROKER_USERS) {
    const { publish, subscribe } = brokerPermissions(name);
    const subjects = allSubjects();

    it(`${name} publishes exactly what is listed`, async () => {
      const mayPublish = (subject: Subject) => publish.some((pattern) => covers(pattern, subject.name));
      const refused = await connected(name).publishRefused(subjects.map((subject) => subject.name));
      for (const subject of subjects) {
        assert.equal(!refused.has(subject.name), mayPublish(subject), `${name} publishing ${subject.name}`);
      }
    });

    it(`${name} hears exactly what is listed`, async () => {
      const listened = [
        ...subjects.map((subject) => subject.name),
        '>',
        '*.>',
        '$JS.>',
        'clawnex.>',
        '_INBOX.>',
      ];
      const maySubscribe = (subject: string) => subscribe.some((pattern) => covers(pattern, subject));
      const refused = await connected(name).subscribeRefused(listened);
      for (const subject of listened) {
        assert.equal(!refused.has(subject), maySubscribe(subject), `${name} subscribing to ${subject}`);
      }
    });
  }

  const everyone = [...BROKER_USERS];
  const others = (...but: BrokerUser[]) => everyone.filter((user) => !but.includes(user));
  const NEVER: readonly [string, readonly BrokerUser[], readonly string[]][] = [
    [
      'deletes or purges a stream, a message or a consumer',
      everyone,
      [
        '$JS.API.STREAM.DELETE.CLAWNEX_EVT',
        '$JS.API.STREAM.PURGE.CLAWNEX_EVT',
        '$JS.API.STREAM.MSG.DELETE.CLAWNEX_EVT',
        '$JS.API.STREAM.PURGE.KV_clawnex_config',
        '$JS.API.STREAM.DELETE.CLAWNEX_DLQ',
        '$JS.API.CONSUMER.DELETE.CLAWNEX_EVT.ingest',
      ],
    ],
    [
      'reads the event stream or the dead letters past a consumer',
      everyone,
      [
        '$JS.API.STREAM.MSG.GET.CLAWNEX_EVT',
        '$JS.API.STREAM.MSG.GET.CLAWNEX_DLQ',
        '$JS.API.DIRECT.GET.CLAWNEX_DLQ',
        '$JS.API.CONSUMER.CREATE.CLAWNEX_DLQ.mine',
        '$JS.API.CONSUMER.CREATE.CLAWNEX_EVT.mine',
        '$JS.API.CONSUMER.DURABLE.CREATE.CLAWNEX_DLQ.mine',
        '$JS.API.CONSUMER.MSG.NEXT.CLAWNEX_DLQ.mine',
      ],
    ],
    ['makes a consumer of a bucket', everyone, ['$JS.API.CONSUMER.CREATE.KV_clawnex_config.mine']],
    [
      'makes a stream',
      others('provisioner'),
      ['$JS.API.STREAM.CREATE.CLAWNEX_EVT', '$JS.API.STREAM.UPDATE.CLAWNEX_EVT'],
    ],
    ['changes the configuration', others('dashboard-api'), ['$KV.clawnex_config.policy']],
    ['moves a cursor', others('watcher'), ['$KV.clawnex_cursors.one']],
    ['reads a cursor', others('watcher'), ['$JS.API.DIRECT.GET.KV_clawnex_cursors.$KV.clawnex_cursors.one']],
    ['judges an exchange', others('shield'), ['clawnex.evt.here.exchange.judged']],
    ['logs an exchange', others('ingest'), ['clawnex.evt.here.exchange.logged']],
    [
      'opens an incident',
      others('correlator'),
      ['clawnex.evt.here.incident.changed', 'clawnex.evt.here.alert.raised'],
    ],
    ['announces commits', others('ingest'), ['clawnex.live.committed']],
    ['announces configuration', everyone, ['clawnex.changed.clawnex_config.policy']],
    ['asks for a first operator', others('cli'), ['clawnex.cmd.dashboard-api.setup_link']],
    [
      'takes ingest’s events',
      others('ingest'),
      ['$JS.API.CONSUMER.MSG.NEXT.CLAWNEX_EVT.ingest', '$JS.ACK.CLAWNEX_EVT.ingest.1.1.1.1.1'],
    ],
    [
      'speaks to the broker itself',
      everyone,
      ['$SYS.REQ.SERVER.PING', '$JS.API.ACCOUNT.PURGE.CLAWNEX', '$JS.API.SERVER.REMOVE'],
    ],
  ];
  for (const [what, refusedUsers, subjects] of NEVER) {
    it(`only who should ${what}`, async () => {
      for (const name of refusedUsers) {
        const refused = await connected(name).publishRefused(subjects);
        assert.deepEqual([...refused].sort(), [...subjects].sort(), name);
      }
    });
  }

  it('nobody hears the answers to another', async () => {
    for (const name of everyone) {
      const inboxes = others(name).map((other) => `${inboxPrefix(other)}.>`);
      assert.equal((await connected(name).subscribeRefused(inboxes)).size, inboxes.length, name);
    }
  });
});

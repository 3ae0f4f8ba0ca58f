import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAEMONS, type DaemonName } from '@clawnex/proto/daemons.ts';
import type { Health } from '@clawnex/proto/health.ts';
import { Infrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { TestClock } from '../../testing/start-test-api.ts';
import { InfrastructureMonitor } from './infrastructure-monitor.ts';
import type { Answer } from './presence.ts';

function healthOf(daemon: DaemonName, memory_bytes = 1): Answer {
  const health: Health = {
    daemon,
    state: 'ready',
    version: '1',
    pid: 1,
    started_at_ms: 1,
    now_ms: 1,
    memory_bytes,
    loop_delay_ms: 0,
    problems: [],
    counters: {},
  };
  return { kind: 'health', health };
}

describe('infrastructure monitor', () => {
  function open(answers: Map<DaemonName, Answer>, hangs: (daemon: DaemonName) => boolean = () => false) {
    const clock = new TestClock();
    const monitor = new InfrastructureMonitor({
      clock,
      ask: async (daemon) =>
        hangs(daemon)
          ? await new Promise<never>(() => undefined)
          : (answers.get(daemon) ?? { kind: 'absent' }),
      readBroker: async () => ({
        connected: true,
        since: new Date(0).toISOString(),
        server_version: '2.9.10',
        stream_messages: 1,
        stream_bytes: 1,
        dead_letters: 0,
      }),
      readStore: () => ({ schema_version: 1, file_bytes: 1, wal_bytes: null, problem: null }),
    });
    const statusOf = (daemon: DaemonName) =>
      monitor.current().daemons.find((status) => status.daemon === daemon);
    return { clock, monitor, statusOf };
  }

  it('follows a daemon from unseen to answering to silent and back, with since-when', async () => {
    const answers = new Map<DaemonName, Answer>();
    const { clock, monitor, statusOf } = open(answers);
    await monitor.poll();
    assert.equal(statusOf('shield')?.presence, 'unseen');
    assert.equal(statusOf('shield')?.health, null);
    const walk: [Answer, string][] = [
      [healthOf('shield'), 'answering'],
      [{ kind: 'late' }, 'answering'],
      [{ kind: 'late' }, 'silent'],
      [healthOf('shield'), 'answering'],
      [{ kind: 'absent' }, 'silent'],
      [{ kind: 'broker_away' }, 'unknown'],
      [{ kind: 'late' }, 'silent'],
      [healthOf('shield'), 'answering'],
    ];
    let presence = 'unseen';
    let since = statusOf('shield')?.since;
    for (const [answer, expected] of walk) {
      clock.turn(2_000);
      answers.set('shield', answer);
      await monitor.poll();
      const now = new Date(clock.now()).toISOString();
      since = expected === presence ? since : now;
      presence = expected;
      assert.partialDeepStrictEqual(statusOf('shield'), { presence, since });
      if (answer.kind === 'health') assert.equal(statusOf('shield')?.last_seen, now);
    }
  });

  it('keeps what a silent daemon last said, and lists all seven', async () => {
    const answers = new Map<DaemonName, Answer>([['ingest', healthOf('ingest', 77)]]);
    const { monitor, statusOf } = open(answers);
    await monitor.poll();
    answers.delete('ingest');
    await monitor.poll();
    assert.equal(statusOf('ingest')?.presence, 'silent');
    assert.equal(statusOf('ingest')?.health?.memory_bytes, 77);
    assert.deepEqual(
      Infrastructure.parse(monitor.current()).daemons.map(({ daemon }) => daemon),
      [...DAEMONS],
    );
  });

  it('gives up on a question that never comes back, and shows the rest', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const answers = new Map<DaemonName, Answer>([['ingest', healthOf('ingest')]]);
    const { monitor, statusOf } = open(answers, (daemon) => daemon === 'shield');
    const round = monitor.poll();
    context.mock.timers.tick(6_000);
    await round;
    assert.equal(statusOf('ingest')?.presence, 'answering');
    assert.equal(statusOf('shield')?.presence, 'unseen');
  });

  it('tells of changes only: a later reading of the same is no news', async () => {
    const answers = new Map<DaemonName, Answer>([['ingest', healthOf('ingest')]]);
    const { clock, monitor } = open(answers);
    let told = 0;
    monitor.onChange(() => {
      told += 1;
    });
    await monitor.poll();
    assert.equal(told, 1);
    clock.turn(2_000);
    await monitor.poll();
    assert.equal(told, 1);
    answers.set('ingest', healthOf('ingest', 2));
    await monitor.poll();
    assert.equal(told, 2);
  });
});

import { Correlation } from '@clawnex/correlator/src/correlate.ts';
import type { Signal } from '@clawnex/correlator/src/events/signal.ts';
import { openState } from '@clawnex/correlator/src/state/open-state.ts';
import { readPosition } from '@clawnex/correlator/src/state/outbox.sql.ts';
import { shippedRules } from '@clawnex/correlator/src/testing/correlation-bench.ts';
import { Random } from '@clawnex/scripts/demo/random.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { T0 } from './run-rules.ts';

/** One transaction. */
const BATCH = 100;
/** After a restart the broker offers again what was on its way. */
const OFFERED_AGAIN = 250;

/** The n-th event of a long day: always the same one. Some come late, none by more than a minute. */
export function eventAt(n: number): Signal {
  const random = new Random(n + 1);
  const agent = `agent-${random.between(1, 40)}`;
  const session = `${agent}-${random.between(1, 5)}`;
  const kinds = [
    'tool.call',
    'tool.call',
    'tool.call',
    'model.call',
    'tool.result',
    'net.egress',
    'shield.block',
    'session.turn',
    'tool.error',
    'breakglass.on',
    'breakglass.off',
    'file.read',
  ] as const;
  const kind = random.pick(kinds);
  const late_ms = random.next() < 0.1 ? random.between(0, 60_000) : 0;
  return {
    id: `event-${n}`,
    time_ms: T0 + n * 400 - late_ms,
    origin: 'live',
    source: 'host/shield',
    fields: {
      kind,
      host: 'host',
      agent,
      session,
      'tool.args_hash': `args-${random.between(1, 3)}`,
      'mcp.server': `server-${random.between(1, 4)}`,
      'breakglass.id': `bg-${random.between(1, 2_000)}`,
      ...(kind === 'tool.result'
        ? {
            'shield.category': random.pick(['none', 'none', 'injection']),
            'tool.name': random.pick(['ls', 'web_fetch']),
          }
        : {}),
      ...(kind === 'net.egress'
        ? {
            'net.bytes_out': random.between(1, 900_000),
            ...(random.next() < 0.1 ? { 'secret.fp': 'f' } : {}),
          }
        : {}),
      ...(kind === 'model.call' ? { 'cost.usd': random.between(1, 40) / 100 } : {}),
      ...(kind === 'file.read' ? { bytes: random.between(1, 4_000_000) } : {}),
      ...(kind === 'tool.call' && random.next() < 0.05 ? { 'tool.destructive': true } : {}),
    },
  };
}

/** Applies events from where the database stands to `total`, telling `progress` after each commit. */
export function applyFrom(db: Database, total: number, progress: (position: number) => void): void {
  const correlation = new Correlation(db, shippedRules());
  const position = prepareQuery(db, readPosition).get()?.sequence ?? 0;
  for (let next = Math.max(0, position - OFFERED_AGAIN); next < total; next += BATCH) {
    const end = Math.min(total, next + BATCH);
    const signals = Array.from({ length: end - next }, (_, index) => eventAt(next + index));
    const now_ms = T0 + end * 400;
    correlation.applySignals(signals, now_ms, end);
    progress(end);
  }
  // Two days later every wait is over.
  correlation.tick(T0 + total * 400 + 2 * 86_400_000);
  progress(total + 1);
}

if (process.argv[1] === import.meta.filename) {
  const db = openState(resolvePaths(process.env));
  applyFrom(db, Number(process.env['CLAWNEX_KILL_EVENTS']), (position) => {
    process.stdout.write(`${position}\n`);
  });
  db.close();
}

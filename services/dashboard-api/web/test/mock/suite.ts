import { DAEMONS } from '@clawnex/proto/daemons.ts';
import type { DaemonStatus, Infrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';

const HOUR_MS = 3_600_000;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Seven daemons in the states an operator meets: fine, degraded, silent, with and without figures. */
export function makeInfrastructure(nowMs: number): Infrastructure {
  const daemons = DAEMONS.map((daemon, index): DaemonStatus => {
    const silent = daemon === 'watcher';
    const degraded = daemon === 'host-scanner';
    const listens = { ingest: '127.0.0.1:4011', shield: '127.0.0.1:4010', 'dashboard-api': '127.0.0.1:4012' };
    return {
      daemon,
      presence: silent ? 'silent' : 'answering',
      since: iso(silent ? nowMs - 185_000 : nowMs - 31 * HOUR_MS),
      last_seen: iso(silent ? nowMs - 185_000 : nowMs - 900),
      health: {
        state: degraded ? 'degraded' : 'ready',
        version: '0.1.0',
        pid: 4_100 + index,
        started_at: iso(nowMs - 31 * HOUR_MS - index * 400),
        memory_bytes: 61_000_000 + index * 7_300_000,
        loop_delay_ms: 1.2 + index * 0.7,
        lag: daemon === 'dashboard-api' ? null : index === 0 ? 12 : 0,
        listens: daemon in listens ? listens[daemon as keyof typeof listens] : null,
        problems: degraded
          ? ['vulnerabilities: /var/lib/dpkg/status cannot be read (EACCES). Give the unit read access.']
          : [],
        last_error:
          daemon === 'shield'
            ? { at: iso(nowMs - 5 * HOUR_MS), message: 'scan worker restarted after 250 ms deadline' }
            : null,
        counters: { events_published: 48_211 + index, scans_total: index * 9_120, spool_dropped: 0 },
      },
    };
  });
  return {
    read_at: iso(nowMs),
    daemons,
    broker: {
      connected: true,
      since: iso(nowMs - 31 * HOUR_MS),
      server_version: '2.9.10',
      stream_messages: 481_203,
      stream_bytes: 402_118_002,
      dead_letters: 0,
    },
    store: { schema_version: 1, file_bytes: 91_203_584, wal_bytes: 4_120_032, problem: null },
  };
}

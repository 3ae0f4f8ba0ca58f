import type { DaemonName } from '@clawnex/proto/daemons.ts';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** Names under which a secret could slip into a log line; their values never appear. */
const REDACTED_PATHS = ['token', 'password', 'authorization', 'cookie', 'secret', 'api_key'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** JSON lines on stdout, coloured text on a terminal. Writes are synchronous, so that a crash loses no line. */
export function createLogger(
  daemon: DaemonName | 'supervisor' | 'cli',
  env: NodeJS.ProcessEnv = process.env,
): Logger {
  const options = {
    name: daemon,
    level: env['CLAWNEX_LOG_LEVEL'] ?? 'info',
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    base: { name: daemon },
  };
  return pino(options, logDestination());
}

function logDestination(): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ dest: 1, sync: true });
  return pretty({ sync: true, colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' });
}

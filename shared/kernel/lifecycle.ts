import type { DaemonName } from '@clawnex/proto/daemons.ts';
import type { z } from 'zod';
import { type Clock, systemClock } from './clock.ts';
import { ConfigError, loadConfig } from './config.ts';
import { HealthReporter } from './health.ts';
import { hostToken } from './host.ts';
import { createLogger, type Logger } from './log.ts';
import { Metrics } from './metrics.ts';
import { type Paths, resolvePaths } from './paths.ts';

/** SIGTERM to exit. Units wait longer before they kill, so that this is the limit that counts. */
const STOP_DEADLINE_MS = 5_000;
/** Exit codes after sysexits(3): the unit does not restart on a configuration that cannot work. */
export const EXIT_CONFIG = 78;
const EXIT_FAILURE = 1;

/** What a daemon gets to work with. */
export interface DaemonContext {
  readonly name: DaemonName;
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly host: string;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly health: HealthReporter;
  /** Aborted when the daemon is told to stop. */
  readonly signal: AbortSignal;
  /** Registers a stage of stopping; the last registered is the first to stop. */
  onStop(stage: string, stop: () => void | Promise<void>): void;
}

export interface DaemonDefinition<S extends z.ZodObject> {
  readonly name: DaemonName;
  readonly config: S;
  /** Resolves when the daemon does its work. Throws `ConfigError` when it cannot. */
  start(context: DaemonContext, config: z.infer<S>): Promise<void>;
}

export interface RunningDaemon {
  readonly context: DaemonContext;
  /** Finishes or returns what is held, in reverse order of starting. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a daemon inside this process: what `runDaemon` and tests share. */
export async function startDaemon<S extends z.ZodObject>(
  definition: DaemonDefinition<S>,
  env: NodeJS.ProcessEnv = process.env,
  clock: Clock = systemClock,
): Promise<RunningDaemon> {
  const paths = resolvePaths(env);
  const config = loadConfig(definition.name, definition.config, paths, env);
  const metrics = new Metrics();
  const stages: { stage: string; stop: () => void | Promise<void> }[] = [];
  const abort = new AbortController();
  const context: DaemonContext = {
    name: definition.name,
    paths,
    env,
    host: hostToken(env),
    log: createLogger(definition.name, env),
    clock,
    metrics,
    health: new HealthReporter(definition.name, clock, metrics),
    signal: abort.signal,
    onStop: (stage, stop) => stages.push({ stage, stop }),
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopStages();
    return stopping;
  };
  async function stopStages(): Promise<void> {
    context.health.phase('stopping');
    abort.abort();
    for (const { stage, stop: stopStage } of stages.toReversed()) {
      try {
        await stopStage();
      } catch (error) {
        context.log.error({ err: error, stage }, 'a stage did not stop cleanly');
      }
    }
  }
  try {
    await definition.start(context, config);
  } catch (error) {
    await stop();
    throw error;
  }
  context.health.phase('ready');
  return { context, stop };
}

/**
 * Runs a daemon as this process: one line when ready, SIGTERM or SIGINT stops it within 5 s, a wrong configuration
 * exits with 78 and one sentence. `--check` only reads the configuration.
 */
export async function runDaemon<S extends z.ZodObject>(definition: DaemonDefinition<S>): Promise<void> {
  const log = createLogger(definition.name);
  try {
    if (process.argv.includes('--check')) {
      loadConfig(definition.name, definition.config, resolvePaths());
      return;
    }
    const daemon = await startDaemon(definition);
    const listens = daemon.context.health.snapshot().listens ?? 'nothing';
    log.info({ ready: true, listens, home: daemon.context.paths.home }, `ready, listens on ${listens}`);
    const stop = (signal: NodeJS.Signals) => {
      log.info(`${signal}: stopping`);
      setTimeout(() => {
        log.error(`did not stop within ${STOP_DEADLINE_MS} ms`);
        process.exit(EXIT_FAILURE);
      }, STOP_DEADLINE_MS).unref();
      daemon.stop().then(
        () => process.exit(0),
        () => process.exit(EXIT_FAILURE),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    stopWithSupervisor(() => stop('SIGTERM'));
  } catch (error) {
    if (error instanceof ConfigError) {
      log.fatal(error.message);
      process.exit(EXIT_CONFIG);
    }
    log.fatal({ err: error }, 'failed to start');
    process.exit(EXIT_FAILURE);
  }
}

/** Under our supervisor, standard input ends when the supervisor dies, even by SIGKILL: no orphan keeps a port. */
function stopWithSupervisor(stop: () => void): void {
  if (process.env['CLAWNEX_SUPERVISED'] !== '1') return;
  process.stdin.resume().once('end', stop);
}

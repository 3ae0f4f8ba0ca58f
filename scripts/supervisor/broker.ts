import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PORTS } from '@clawnex/proto/daemons.ts';
import { writeBrokerConfig } from '@clawnex/shared/bus/broker-config.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { provisionBroker } from '@clawnex/shared/bus/provision.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { report, StepError } from '../bring/report.ts';
import { Child, type ChildOptions } from './child.ts';

const READY_DEADLINE_MS = 10_000;
const PROBE_EVERY_MS = 25;

/** Port of the broker: `CLAWNEX_BROKER_PORT`, else the default. */
export function brokerPort(env: NodeJS.ProcessEnv = process.env): number {
  const port = Number(env['CLAWNEX_BROKER_PORT'] ?? PORTS.broker);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StepError('CLAWNEX_BROKER_PORT must be a port from 1 to 65535.');
  return port;
}

/** The environment with the address of the local broker, unless it names another one. */
export function withBrokerUrl(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, CLAWNEX_BROKER_URL: env['CLAWNEX_BROKER_URL'] ?? `nats://127.0.0.1:${brokerPort(env)}` };
}

/** Starts the broker with its generated configuration, waits until it answers, and creates stream, consumers and buckets. */
export async function startBroker(
  server: string,
  paths: Paths,
  env: NodeJS.ProcessEnv,
  output: Pick<ChildOptions, 'print' | 'colour'>,
): Promise<Child> {
  const port = brokerPort(env);
  stopLeftover(paths);
  if (await answers(port)) {
    throw new StepError(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or set another port with CLAWNEX_BROKER_PORT.`,
    );
  }
  const config = writeBrokerConfig(paths, { port });
  const args = ['-c', config, '-P', pidFile(paths)];
  const child = new Child({ name: 'nats-server', command: server, args, env, quiet: true, ...output });
  child.start();
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (!(await answers(port))) {
    if (Date.now() > deadline) {
      await child.stop();
      throw new StepError(
        `nats-server does not answer on 127.0.0.1:${port}. See why with: ${server} -c ${config}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
  await provision(paths, env);
  return child;
}

async function provision(paths: Paths, env: NodeJS.ProcessEnv): Promise<void> {
  const bus = connectBusAs('provisioner', { paths, env, log: createLogger('supervisor', env) });
  try {
    await provisionBroker(bus);
  } finally {
    await bus.close();
  }
}

function pidFile(paths: Paths): string {
  return join(paths.broker, 'nats-server.pid');
}

/** A broker that outlived its killed supervisor still holds port and files: it is ours to stop. */
function stopLeftover(paths: Paths): void {
  try {
    const pid = Number(readFileSync(pidFile(paths), 'utf8'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (!command.includes(pidFile(paths))) return;
    report('stopping a broker left over from an earlier run ...');
    process.kill(pid, 'SIGTERM');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  } catch {
    // No pid file, or that process is gone: nothing is left over.
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

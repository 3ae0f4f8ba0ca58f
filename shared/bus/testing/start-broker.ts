import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { nkeys } from 'nats';
import { createLogger } from '../../kernel/log.ts';
import { type Paths, resolvePaths } from '../../kernel/paths.ts';
import { writeBrokerConfig } from '../broker-config.ts';
import { connectBusAs } from '../connect.ts';
import { provisionBroker } from '../provision.ts';
import { findFreePort } from './free-port.ts';

/** Debian installs the server where only root's PATH looks. */
const EXTRA_FOLDERS = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** Environment of a daemon that is to use this broker and home. */
  readonly env: NodeJS.ProcessEnv;
  /** Seed of a user with all rights, which only a test broker has. */
  readonly observerSeed: Uint8Array;
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts again on the same port and store, unless it runs. */
  restart(): Promise<void>;
}

/** A real broker with the real configuration and rights, provisioned, on a port of its own. Stop it when the test ends. */
export async function startTestBroker(options: {
  readonly home: string;
  readonly port?: number;
}): Promise<TestBroker> {
  const paths = resolvePaths({ CLAWNEX_HOME: options.home });
  const port = options.port ?? (await findFreePort());
  const url = `nats://127.0.0.1:${port}`;
  const env = { CLAWNEX_HOME: options.home, CLAWNEX_BROKER_URL: url, CLAWNEX_LOG_LEVEL: 'silent' };
  const observer = nkeys.createUser();
  const config = writeBrokerConfig(paths, { port });
  addUser(config, observer.getPublicKey());
  let server = await launch(config);
  await provision(paths, env);
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await gone;
  };
  return {
    url,
    port,
    env,
    observerSeed: observer.getSeed(),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: async () => {
      if (server.exitCode !== null || server.signalCode !== null) server = await launch(config);
    },
  };
}

/** Path of nats-server. Throws when there is none. */
export function findNatsServer(env: NodeJS.ProcessEnv = process.env): string {
  const folders = [...(env['PATH'] ?? '').split(delimiter), ...EXTRA_FOLDERS];
  const found = folders.map((folder) => join(folder, 'nats-server')).find((file) => existsSync(file));
  if (found === undefined)
    throw new Error('nats-server was not found on PATH. Install the package nats-server.');
  return found;
}

/** The admin's way: a line more in the broker's file. */
function addUser(config: string, publicKey: string): void {
  const text = readFileSync(config, 'utf8');
  writeFileSync(config, text.replace('    users: [\n', `    users: [\n      { nkey: ${publicKey} }\n`));
}

/** Resolves when the server says that it takes clients. */
function launch(config: string): Promise<ChildProcess> {
  const server = spawn(findNatsServer(), ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let log = '';
    server.once('exit', (code) => reject(new Error(`nats-server ended with ${code}:\n${log}`)));
    server.once('error', reject);
    server.stderr.on('data', (chunk: Buffer) => {
      if (log.includes('Server is ready')) return;
      log += chunk.toString('utf8');
      if (log.includes('Server is ready')) resolve(server);
    });
  });
}

async function provision(paths: Paths, env: NodeJS.ProcessEnv): Promise<void> {
  const bus = connectBusAs('provisioner', { paths, env, log: createLogger('cli', env) });
  try {
    await provisionBroker(bus);
  } finally {
    await bus.close();
  }
}

/** A real LiteLLM proxy for one test: own folder, own port, no network, no secrets of the machine. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '@clawnex/shared/bus/testing/free-port.ts';
import { ensureLitellm } from './install.ts';

export interface LitellmProxy {
  url: string;
  /** Everything the proxy has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface ProxyOptions {
  /** The whole config.yaml (JSON is YAML too). */
  configYaml: string;
  /** Tokens that the config names as `os.environ/NAME`, and settings that exist only as environment. */
  env?: Readonly<Record<string, string>>;
}

/** `model_list` for the two dialects of a fake provider: OpenAI's (chat, responses) and Anthropic's (messages). */
export function fakeModelList(providerUrl: string): unknown[] {
  const prices = { input_cost_per_token: 0.000001, output_cost_per_token: 0.000002 };
  const openai = { model: 'openai/fake-chat', api_base: `${providerUrl}/v1`, api_key: 'sk-fake' };
  const anthropic = { model: 'anthropic/fake-claude', api_base: providerUrl, api_key: 'sk-fake' };
  return [
    { model_name: 'fake-chat', litellm_params: openai, model_info: prices },
    { model_name: 'fake-claude', litellm_params: anthropic, model_info: prices },
  ];
}

/** The key that clients of the proxy send; without a database it is the only one LiteLLM knows. */
export const MASTER_KEY = 'sk-test-master';

/** A first start compiles and imports some 700 MB of Python on a busy two-core machine. */
const START_DEADLINE_MS = 120_000;
const POLL_MS = 100;
/** uvicorn drains open streams on SIGTERM; a test does not wait for that. */
const STOP_GRACE_MS = 3_000;
const LOG_TAIL_CHARS = 4_000;

/** Without a handler these end the process past its `exit` listeners. */
const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Keeps the proxy from fetching price maps and the like at start, and from reading .env files. */
const OFFLINE_ENV = {
  LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS: 'True',
  LITELLM_LOCAL_BLOG_POSTS: 'True',
  LITELLM_LOCAL_POLICY_TEMPLATES: 'true',
  LITELLM_MODE: 'PRODUCTION',
  LITELLM_LOG: 'INFO',
  DISABLE_ADMIN_UI: 'True',
  NO_DOCS: 'True',
  NO_REDOC: 'True',
  HF_HUB_OFFLINE: '1',
  NO_PROXY: '127.0.0.1,localhost',
  PYTHONUNBUFFERED: '1',
} as const;

function leave(): void {
  process.exit(1);
}

export async function startProxy(options: ProxyOptions): Promise<LitellmProxy> {
  const { litellm } = await ensureLitellm();
  const folder = await mkdtemp(join(tmpdir(), 'clawnex-litellm-'));
  const config = join(folder, 'config.yaml');
  await writeFile(config, options.configYaml, { mode: 0o600 });
  const port = await findFreePort();

  const child = spawn(
    litellm,
    ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1'],
    {
      cwd: folder,
      // Its own process group: LiteLLM starts helpers, and stop() must end them all.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, ...OFFLINE_ENV, ...options.env },
    },
  );
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  const log = (): string => printed.join('');
  // A test run that dies must not leave a proxy behind; the group does not get the terminal's signals.
  const orphanGuard = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', orphanGuard);
  for (const signal of END_SIGNALS) process.once(signal, leave);

  const stop = async (): Promise<void> => {
    await endGroup(child);
    process.removeListener('exit', orphanGuard);
    for (const signal of END_SIGNALS) process.removeListener(signal, leave);
    await rm(folder, { recursive: true, force: true });
  };

  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilLive(child, url, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, log, stop };
}

async function waitUntilLive(child: ChildProcess, url: string, log: () => string): Promise<void> {
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code, signal) => {
    failure = `it ended with ${code === null ? signal : `exit code ${code}`}`;
  });
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (failure !== undefined) break;
    const live = await fetch(`${url}/health/liveliness`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (live) return;
    await sleep(POLL_MS);
  }
  failure ??= `no answer within ${START_DEADLINE_MS / 1000} s`;
  throw new Error(
    `The LiteLLM proxy did not start: ${failure}. Its last output:\n${log().slice(-LOG_TAIL_CHARS)}`,
  );
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(timer);
  }
  // The leader is gone; what it started may not be.
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: no such group any more, which is what was wanted.
  }
}

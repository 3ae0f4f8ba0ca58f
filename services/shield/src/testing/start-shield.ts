import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_DEFAULTS, type ConfigKey, type ConfigValue } from '@clawnex/proto/kv.ts';
import { DEFAULT_POLICY, type Policy } from '@clawnex/proto/policy.ts';
import { type EventSource, makeEnvelope, type OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { SpoolError } from '@clawnex/shared/bus/spool-error.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { type Clock, systemClock } from '@clawnex/shared/kernel/clock.ts';
import { listenOnLoopback } from '@clawnex/shared/kernel/http/listen.ts';
import { type DaemonContext, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { z } from 'zod';
import { buildApp } from '../build-app.ts';
import { type ControlSources, Controls } from '../controls/controls.ts';
import { ExchangeJudge } from '../judge/exchange-judge.ts';
import { Recorder } from '../record/recorder.ts';
import { BlockScanner } from '../scan/block-scanner.ts';
import { fingerprintWith } from '../scan/fingerprint-secrets.ts';
import type { scanBlock } from '../scan/scanned.ts';
import { WorkerPool } from '../scan/worker-pool.ts';
import { workerUrl } from '../scan/worker-url.ts';

const SOURCE: EventSource = { host: 'test', source: 'shield' };
export const TEST_TOKEN = 'test-token';
export const TEST_TAG_KEY = 'test-tag-key';
export const TEST_CANARY_KEY = 'test-canary-key';
const TEST_FINGERPRINT_KEY = 'test-fingerprint-key';

export interface TestShieldOptions {
  readonly policy?: Partial<Policy>;
  readonly worker?: URL;
  readonly workers?: number;
  readonly stuckMs?: number;
  /** In place of the engine, for small blocks. */
  readonly scanBlock?: typeof scanBlock;
  readonly clock?: Clock;
  readonly logLevel?: string;
}

export interface TestShield {
  readonly url: string;
  readonly context: DaemonContext;
  /** Events on the spool, as the bus would carry them: each passed its schema. */
  readonly events: (OutgoingEvent & { readonly json: string })[];
  policy: Policy;
  /** What else operators decided. */
  controls: { [K in Exclude<ConfigKey, 'policy'>]: ConfigValue<K> };
  /** From now on the disk refuses. */
  diskFull: boolean;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  judge(body: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** The shield's whole HTTP API with the real engine and workers; only spool and policy are in memory. */
export async function startTestShield(options: TestShieldOptions = {}): Promise<TestShield> {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-shield-'));
  const events: TestShield['events'] = [];
  const state = {
    policy: { ...DEFAULT_POLICY, mode: 'block', deadline_ms: 5_000, ...options.policy } as Policy,
    controls: { ...CONFIG_DEFAULTS } as TestShield['controls'],
    diskFull: false,
    url: '',
  };
  const sink = {
    append(event: OutgoingEvent): string {
      if (state.diskFull) throw new SpoolError('disk_full', 'No space left on the device.');
      const envelope = makeEnvelope(event, SOURCE);
      events.push({ ...event, json: JSON.stringify(envelope) });
      return envelope.id;
    },
  };
  const daemon = await startDaemon(
    {
      name: 'shield',
      config: z.object({}),
      async start(context) {
        const { log, clock, metrics, health } = context;
        const pool = new WorkerPool({
          url: options.worker ?? workerUrl(),
          size: options.workers ?? 2,
          log,
          ...(options.stuckMs === undefined ? {} : { stuckMs: options.stuckMs }),
          onReplaced: () => metrics.add('scan_workers_replaced'),
        });
        context.onStop('scan workers', () => pool.close());
        const fingerprint = fingerprintWith(TEST_FINGERPRINT_KEY);
        const scanner = new BlockScanner({
          ...{ ruleset: builtinRuleset(), pool, clock, metrics, fingerprint },
          ...(options.scanBlock === undefined ? {} : { scanBlock: options.scanBlock }),
        });
        const recorder = new Recorder(sink, health);
        const sources: ControlSources = {
          // Safe: `policy` is the one key that lies beside the others.
          current: <K extends ConfigKey>(key: K) =>
            ({ ...state.controls, policy: state.policy })[key] as ConfigValue<K>,
        };
        const controls = new Controls(sources, clock);
        const keys = { tagKey: TEST_TAG_KEY, canaryKey: TEST_CANARY_KEY };
        const judge = new ExchangeJudge({ context, scanner, recorder, controls, ...keys });
        const parts = {
          context,
          token: TEST_TOKEN,
          tagKey: TEST_TAG_KEY,
          judge,
          scanner,
          recorder,
          controls,
        };
        const listening = await listenOnLoopback(buildApp(parts), 0, 'CLAWNEX_SHIELD_PORT');
        context.onStop('http', () => listening.close());
        state.url = listening.url;
      },
    },
    { CLAWNEX_HOME: home, CLAWNEX_LOG_LEVEL: options.logLevel ?? 'warn' },
    options.clock ?? systemClock,
  );
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${state.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': TEST_TOKEN, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return Object.assign(state, {
    context: daemon.context,
    events,
    post,
    judge: async (body: object) => {
      const response = await post('/beta/litellm_basic_guardrail_api', body);
      const answer: unknown = await response.json();
      if (response.status !== 200) throw new Error(`status ${response.status}: ${JSON.stringify(answer)}`);
      return answer;
    },
    stop: async () => {
      await daemon.stop();
      rmSync(home, { recursive: true, force: true });
    },
  });
}

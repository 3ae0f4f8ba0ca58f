import assert from 'node:assert/strict';
import { changePolicy, PolicyView, readPolicy } from '@clawnex/proto/http/dashboard/policy.ts';
import { DEADLINE_MS_MAX } from '@clawnex/proto/policy.ts';
import { mergeLitellmConfig } from '@clawnex/scripts/litellm/merge-config.ts';
import { stringify } from 'yaml';
import { type FakeProvider, startFakeProvider } from '../litellm/fake-provider.ts';
import { fakeModelList, type LitellmProxy, MASTER_KEY, startProxy } from '../litellm/proxy.ts';
import { changeMode, type Operator, signInFirstOperator } from '../suite/operator.ts';
import { startSuite, type TestSuite } from '../suite/start-suite.ts';
import { type ShieldTap, startShieldTap } from './shield-tap.ts';

/** The whole path: a real LiteLLM with the configuration we generate, the suite beside it, a fake provider behind it. */
export interface Path {
  readonly suite: TestSuite;
  readonly operator: Operator;
  readonly provider: FakeProvider;
  readonly proxy: LitellmProxy;
  stop(): Promise<void>;
}

export interface TappedPath extends Path {
  readonly tap: ShieldTap;
}

type Mode = 'observe' | 'block';

/** `models`: more entries for LiteLLM's `model_list`. */
export async function startPath(mode: Mode, models: readonly object[] = []): Promise<Path> {
  return assemblePath(mode, async (path, stops) => {
    const proxy = await startPathProxy(path, path.suite.shield_url, { models });
    stops.push(() => proxy.stop());
    return { ...path, proxy };
  });
}

/** The same with a tap between LiteLLM and the shield. */
export async function startTappedPath(mode: Mode): Promise<TappedPath> {
  return assemblePath(mode, async (path, stops) => {
    const tap = await startShieldTap({ url: path.suite.shield_url, token: path.suite.shield_token });
    stops.push(() => tap.stop());
    const proxy = await startPathProxy(path, tap.url);
    stops.push(() => proxy.stop());
    return { ...path, tap, proxy };
  });
}

type Behind = Omit<Path, 'proxy'>;

async function assemblePath<P extends Path>(
  mode: Mode,
  putInFront: (behind: Behind, stops: (() => Promise<void>)[]) => Promise<P>,
): Promise<P> {
  const provider = await startFakeProvider();
  const stops = [() => provider.stop()];
  const stop = async () => {
    for (const end of stops.toReversed()) await end();
  };
  let front: Promise<P> | undefined;
  try {
    const suite = await startSuite();
    stops.push(() => suite.stop());
    const operator = await signInFirstOperator(suite);
    // LiteLLM takes seconds to start: the policy is in force before it is up.
    front = putInFront({ suite, operator, provider, stop }, stops);
    front.catch(() => undefined);
    await allowSlowScans(operator);
    if (mode !== 'observe') await changeMode(suite, operator, mode);
    return await front;
  } catch (error) {
    await front?.catch(() => undefined);
    await stop();
    throw error;
  }
}

/** Tests share a busy machine: a call must not be refused because a scan had to wait for a processor. */
async function allowSlowScans(operator: Operator): Promise<void> {
  const current = PolicyView.parse(await (await operator.request('GET', readPolicy.path)).json());
  const { revision, mode, on_deadline, review_score, block_score } = current;
  const answer = await operator.request('PUT', changePolicy.path, {
    revision,
    mode,
    deadline_ms: DEADLINE_MS_MAX,
    on_deadline,
    review_score,
    block_score,
    reason: 'test on a busy machine',
  });
  assert.equal(answer.status, 200, await answer.clone().text());
}

interface ProxyEdits {
  readonly models?: readonly object[];
  /** Changes the merged configuration, as an operator might. */
  readonly edit?: (yaml: string) => string;
}

/** A LiteLLM in front of the path, as its operator configures it. */
export function startPathProxy(
  { provider, suite }: Pick<Path, 'provider' | 'suite'>,
  shield: string,
  { models = [], edit = (yaml) => yaml }: ProxyEdits = {},
): Promise<LitellmProxy> {
  return startProxy({
    configYaml: edit(proxyConfig(provider, models, { shield, ingest: suite.ingest_url })),
    env: {
      CLAWNEX_SHIELD_TOKEN: suite.shield_token,
      CLAWNEX_LOG_AUTH: `Bearer ${suite.ingest_token}`,
      DEFAULT_FLUSH_INTERVAL_SECONDS: '1',
      DEFAULT_BATCH_SIZE: '100000',
    },
  });
}

/** An operator's own configuration with ours merged in, exactly as `clawnex litellm config --merge` does it. */
function proxyConfig(
  provider: FakeProvider,
  models: readonly object[],
  addresses: { shield: string; ingest: string },
): string {
  const openai = { api_base: `${provider.url}/v1`, api_key: 'sk-fake' };
  const anthropic = { api_base: provider.url, api_key: 'sk-fake' };
  // Some operators name the guardrail at the model too, although it is on for all.
  const twice = { guardrails: ['clawnex-shield'] };
  const own = {
    model_list: [
      ...fakeModelList(provider.url),
      { model_name: 'twice-chat', litellm_params: { model: 'openai/fake-chat', ...openai, ...twice } },
      {
        model_name: 'twice-claude',
        litellm_params: { model: 'anthropic/fake-claude', ...anthropic, ...twice },
      },
      { model_name: 'shaky-chat', litellm_params: { model: 'openai/shaky-chat', ...openai } },
      ...models,
    ],
    general_settings: { master_key: MASTER_KEY },
    litellm_settings: { num_retries: 0, request_timeout: 20 },
    router_settings: {
      num_retries: 0,
      disable_cooldowns: true,
      fallbacks: [{ 'shaky-chat': ['fake-chat'] }],
    },
  };
  const merged = mergeLitellmConfig(stringify(own), addresses);
  if (!merged.ok) throw new Error(merged.message);
  return merged.text;
}

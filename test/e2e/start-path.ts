import { mergeLitellmConfig } from '@clawnex/scripts/litellm/merge-config.ts';
import { stringify } from 'yaml';
import { type FakeProvider, startFakeProvider } from '../litellm/fake-provider.ts';
import { type LitellmProxy, MASTER_KEY, startProxy } from '../litellm/proxy.ts';
import { changeMode, type Operator, signInFirstOperator } from '../suite/operator.ts';
import { startSuite, type TestSuite } from '../suite/start-suite.ts';

/** The whole path: a real LiteLLM with the configuration we generate, the suite beside it, a fake provider behind it. */
export interface Path {
  readonly suite: TestSuite;
  readonly operator: Operator;
  readonly provider: FakeProvider;
  readonly proxy: LitellmProxy;
  stop(): Promise<void>;
}

export async function startPath(mode: 'observe' | 'block'): Promise<Path> {
  const provider = await startFakeProvider();
  const suite = await startSuite();
  const stops = [() => provider.stop(), () => suite.stop()];
  const stop = async () => {
    for (const end of stops.toReversed()) await end();
  };
  try {
    const operator = await signInFirstOperator(suite);
    if (mode !== 'observe') await changeMode(suite, operator, mode);
    const proxy = await startProxy({
      configYaml: proxyConfig(provider, suite),
      env: {
        CLAWNEX_SHIELD_TOKEN: suite.shield_token,
        CLAWNEX_LOG_AUTH: `Bearer ${suite.ingest_token}`,
        DEFAULT_FLUSH_INTERVAL_SECONDS: '1',
        DEFAULT_BATCH_SIZE: '100000',
      },
    });
    stops.push(() => proxy.stop());
    return { suite, operator, provider, proxy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An operator's own configuration with ours merged in, exactly as `clawnex litellm config --merge` does it. */
function proxyConfig(provider: FakeProvider, suite: TestSuite): string {
  const own = {
    model_list: [
      {
        model_name: 'fake-chat',
        litellm_params: { model: 'openai/fake-chat', api_base: `${provider.url}/v1`, api_key: 'sk-fake' },
        model_info: { input_cost_per_token: 0.000001, output_cost_per_token: 0.000002 },
      },
      {
        model_name: 'fake-claude',
        litellm_params: { model: 'anthropic/fake-claude', api_base: provider.url, api_key: 'sk-fake' },
      },
    ],
    general_settings: { master_key: MASTER_KEY },
    litellm_settings: { num_retries: 0, request_timeout: 20 },
    router_settings: { num_retries: 0, disable_cooldowns: true },
  };
  const merged = mergeLitellmConfig(stringify(own), { shield: suite.shield_url, ingest: suite.ingest_url });
  if (!merged.ok) throw new Error(merged.message);
  return merged.text;
}

import { PORTS } from '@clawnex/proto/daemons.ts';
import { receiveLogs } from '@clawnex/proto/http/ingest.ts';
import { GuardrailResponse, judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { signTrafficTag, TRAFFIC_TAG_HEADER } from '@clawnex/shared/kernel/traffic-tag.ts';
import { z } from 'zod';
import { StepError } from '../bring/report.ts';
import { type Call, DEMO_PRICES } from './call.ts';

const REQUEST_DEADLINE_MS = 15_000;

/** The two doors that LiteLLM uses, entered as LiteLLM does, with every call marked as demo. */
export class FrontDoors {
  readonly #shield: string;
  readonly #ingest: string;
  readonly #shieldToken: string;
  readonly #ingestToken: string;
  readonly #tagKey: string;

  constructor(paths: Paths, env: NodeJS.ProcessEnv = process.env) {
    this.#shield = `http://127.0.0.1:${env['CLAWNEX_SHIELD_PORT'] ?? PORTS.shield}`;
    this.#ingest = `http://127.0.0.1:${env['CLAWNEX_INGEST_PORT'] ?? PORTS.ingest}`;
    this.#shieldToken = readOrCreateSecret(paths, 'shield.token');
    this.#ingestToken = readOrCreateSecret(paths, 'ingest.token');
    this.#tagKey = readOrCreateSecret(paths, 'traffic-tag.key');
  }

  /** Plays one call: prompt judged, answer judged, record delivered. Says whether it was blocked. */
  async play(call: Call): Promise<'passed' | 'blocked'> {
    const call_id = contentId('demo', call.session, call.at_ms);
    const tag = (time_ms: number) => signTrafficTag({ origin: 'demo', time_ms }, this.#tagKey, Date.now());
    const asked = await this.#judge(call, call_id, 'request', tag(call.at_ms));
    const end_ms = call.at_ms + call.duration_ms;
    const answered = asked === 'passed' ? await this.#judge(call, call_id, 'response', tag(end_ms)) : asked;
    await this.#log(call, call_id, tag(call.at_ms), answered === 'passed');
    return answered;
  }

  async #judge(
    call: Call,
    call_id: string,
    input_type: 'request' | 'response',
    tag: string,
  ): Promise<'passed' | 'blocked'> {
    const request = input_type === 'request';
    const body = {
      input_type,
      litellm_call_id: call_id,
      litellm_trace_id: call.session,
      model: call.model,
      texts: request ? call.messages.map(({ content }) => content) : [call.answer],
      structured_messages: request ? call.messages : null,
      tool_calls: request
        ? null
        : call.tool_calls.map((tool) => ({
            id: contentId(tool.arguments),
            type: 'function',
            function: tool,
          })),
      request_data: { user_api_key_hash: contentId(call.agent), user_api_key_alias: call.agent },
      request_headers: { [TRAFFIC_TAG_HEADER]: tag, 'user-agent': 'clawnex-demo' },
      additional_provider_specific_params: {},
    };
    const answer = await this.#post(
      `${this.#shield}${judgeGuardrail.path}`,
      { 'x-api-key': this.#shieldToken },
      body,
    );
    return GuardrailResponse.parse(answer).action === 'BLOCKED' ? 'blocked' : 'passed';
  }

  async #log(call: Call, call_id: string, tag: string, success: boolean): Promise<void> {
    const price = DEMO_PRICES[call.model] ?? { in_usd: 0, out_usd: 0 };
    const cost = (call.prompt_tokens * price.in_usd + call.completion_tokens * price.out_usd) / 1e6;
    const record = {
      id: call_id,
      litellm_call_id: call_id,
      trace_id: call.session,
      call_type: 'acompletion',
      stream: false,
      status: success ? 'success' : 'failure',
      model: call.model,
      model_group: call.model,
      custom_llm_provider: 'demo',
      startTime: call.at_ms / 1_000,
      endTime: (call.at_ms + call.duration_ms) / 1_000,
      prompt_tokens: success ? call.prompt_tokens : 0,
      completion_tokens: success ? call.completion_tokens : 0,
      response_cost: success ? cost : 0,
      metadata: {
        user_api_key_alias: call.agent,
        user_api_key_hash: contentId(call.agent),
        requester_custom_headers: { [TRAFFIC_TAG_HEADER]: tag },
      },
      ...(success ? {} : { error_information: { error_class: 'BadRequestError', error_code: '400' } }),
    };
    await this.#post(`${this.#ingest}${receiveLogs.path}`, { authorization: `Bearer ${this.#ingestToken}` }, [
      record,
    ]);
  }

  async #post(url: string, headers: Record<string, string>, body: unknown): Promise<unknown> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
    }).catch((error: unknown) => {
      throw new StepError(
        `${url} does not answer (${error instanceof Error ? error.message : 'no reason given'}). Start ClawNex with: scripts/start`,
      );
    });
    if (!answer.ok)
      throw new StepError(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    return z.unknown().parse(await answer.json());
  }
}

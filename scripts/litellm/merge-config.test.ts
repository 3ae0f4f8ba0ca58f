import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { mergeLitellmConfig } from './merge-config.ts';

const addresses = { shield: 'http://127.0.0.1:4010', ingest: 'http://127.0.0.1:4011' };

function merge(text: string): { text: string; notices: readonly string[] } {
  const merged = mergeLitellmConfig(text, addresses);
  assert.ok(merged.ok, merged.ok ? '' : merged.message);
  return merged;
}

test('an empty configuration gets guardrail, callback and message logging off', () => {
  const config = parse(merge('').text);
  const { litellm_params } = config.guardrails[0];
  assert.deepEqual(litellm_params.mode, ['pre_call', 'post_call']);
  assert.equal(litellm_params.unreachable_fallback, 'fail_closed');
  assert.equal(litellm_params.fail_on_error, true);
  assert.equal(litellm_params.default_on, true);
  assert.equal(litellm_params.streaming_buffer_until_moderated, true);
  assert.equal(litellm_params.api_key, 'os.environ/CLAWNEX_SHIELD_TOKEN');
  assert.deepEqual(config.litellm_settings.callbacks, ['clawnex']);
  assert.equal(config.litellm_settings.turn_off_message_logging, true);
  assert.ok(config.litellm_settings.standard_logging_payload_excluded_fields.includes('messages'));
  assert.equal(config.callback_settings.clawnex.headers.Authorization, 'os.environ/CLAWNEX_LOG_AUTH');
});

test("an operator's configuration keeps its comments, models, callbacks and guardrails", () => {
  const before = `# our proxy
model_list:
  - model_name: chat # the cheap one
    litellm_params: {model: openai/gpt-4o-mini}
litellm_settings:
  callbacks: prometheus
guardrails:
  - guardrail_name: other
    litellm_params: {guardrail: presidio, mode: pre_call}
`;
  const { text } = merge(before);
  assert.match(text, /^# our proxy/);
  assert.match(text, /# the cheap one/);
  const config = parse(text);
  assert.deepEqual(config.litellm_settings.callbacks, ['prometheus', 'clawnex']);
  assert.deepEqual(
    config.guardrails.map((guardrail: { guardrail_name: string }) => guardrail.guardrail_name),
    ['other', 'clawnex-shield'],
  );
});

test('merging again changes nothing', () => {
  const once = merge('model_list: []\n').text;
  assert.equal(merge(once).text, once);
});

test('message logging that was switched on is switched off, and said so', () => {
  const { text, notices } = merge('litellm_settings: {turn_off_message_logging: false}\n');
  assert.equal(parse(text).litellm_settings.turn_off_message_logging, true);
  assert.equal(notices.length, 1);
});

test('what is not a LiteLLM configuration is refused with the reason', () => {
  for (const text of ['- a', 'guardrails: yes', 'litellm_settings: [1]', 'a: [']) {
    const merged = mergeLitellmConfig(text, addresses);
    assert.ok(!merged.ok, text);
    assert.ok(merged.message.length > 10);
  }
});

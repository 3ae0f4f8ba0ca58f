import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';

/** Name under which LiteLLM knows us: guardrail and callback. */
export const GUARDRAIL_NAME = 'clawnex-shield';
export const CALLBACK_NAME = 'clawnex';
/**
 * Seconds LiteLLM waits for a verdict. The shield answers within its own deadline (250 ms by default); this only
 * ends the wait for a machine that hangs, where LiteLLM would otherwise wait ten minutes.
 */
const GUARDRAIL_TIMEOUT_S = 10;
/** A record that could not be delivered is sent again while ingest restarts: 8 tries back off over about two minutes. */
const LOG_RETRIES = 8;

/**
 * Parts of LiteLLM's record that we neither want nor need: texts, tool definitions (in clear even with message logging
 * off) and the price map, which is two thirds of a record.
 */
const EXCLUDED_FIELDS = ['messages', 'response', 'model_parameters', 'model_map_information'];

interface Addresses {
  readonly shield: string;
  readonly ingest: string;
}

export type MergedConfig =
  | { readonly ok: true; readonly text: string; readonly notices: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Merges what the shield needs into a LiteLLM `config.yaml`; everything else, comments included, stays as it is.
 * Verified against LiteLLM 1.108.12: tokens in headers work only when the whole value is `os.environ/NAME`.
 */
export function mergeLitellmConfig(text: string, addresses: Addresses): MergedConfig {
  const document = parseDocument(text === '' ? '{}' : text);
  const problem = document.errors[0];
  if (problem !== undefined)
    return { ok: false, message: `not valid YAML: ${problem.message.split('\n')[0]}` };
  if (!isMap(document.contents)) return { ok: false, message: 'the top level must be a map of settings.' };
  document.contents.flow = false;
  for (const key of ['litellm_settings', 'callback_settings']) {
    const section = document.get(key, true);
    if (section !== undefined && !isMap(section)) return { ok: false, message: `"${key}" must be a map.` };
  }
  const notices: string[] = [];
  if (!mergeGuardrail(document, addresses.shield))
    return { ok: false, message: '"guardrails" must be a list.' };
  mergeCallback(document, addresses.ingest);
  if (document.getIn(['litellm_settings', 'turn_off_message_logging']) === false) {
    notices.push(
      'turn_off_message_logging was false: set to true, so that no prompt travels in log records.',
    );
  }
  document.setIn(['litellm_settings', 'turn_off_message_logging'], true);
  addToList(document, ['litellm_settings', 'standard_logging_payload_excluded_fields'], EXCLUDED_FIELDS);
  return { ok: true, text: document.toString({ lineWidth: 0 }), notices };
}

function mergeGuardrail(document: Document, shield: string): boolean {
  const guardrail = document.createNode({
    guardrail_name: GUARDRAIL_NAME,
    litellm_params: {
      guardrail: 'generic_guardrail_api',
      mode: ['pre_call', 'post_call'],
      api_base: shield,
      api_key: 'os.environ/CLAWNEX_SHIELD_TOKEN',
      default_on: true,
      unreachable_fallback: 'fail_closed',
      fail_on_error: true,
      timeout: GUARDRAIL_TIMEOUT_S,
      streaming_buffer_until_moderated: true,
      extra_headers: ['x-clawnex-tag', 'x-claude-code-session-id'],
    },
  });
  const list = document.get('guardrails', true);
  if (list === undefined || list === null) {
    document.set('guardrails', document.createNode([guardrail]));
    return true;
  }
  if (!isSeq(list)) return false;
  const index = list.items.findIndex((item) => isMap(item) && item.get('guardrail_name') === GUARDRAIL_NAME);
  if (index >= 0) list.items[index] = guardrail;
  else list.items.push(guardrail);
  return true;
}

function mergeCallback(document: Document, ingest: string): void {
  addToList(document, ['litellm_settings', 'callbacks'], [CALLBACK_NAME]);
  document.setIn(
    ['callback_settings', CALLBACK_NAME],
    document.createNode({
      callback_type: 'generic_api',
      endpoint: `${ingest}/litellm/logs`,
      headers: { Authorization: 'os.environ/CLAWNEX_LOG_AUTH' },
      log_format: 'ndjson',
      max_retries: LOG_RETRIES,
      retry_delay: 0.5,
      timeout: 10,
    }),
  );
}

/** Adds what is missing to a list of names; LiteLLM also takes a single name in place of a list. */
function addToList(document: Document, path: readonly string[], names: readonly string[]): void {
  const before = document.getIn(path, true);
  const present: unknown = isSeq(before) ? before.toJSON() : isScalar(before) ? [before.value] : [];
  const list: unknown[] = Array.isArray(present) ? present.filter((name) => name !== null) : [];
  document.setIn(path, document.createNode([...list, ...names.filter((name) => !list.includes(name))]));
}

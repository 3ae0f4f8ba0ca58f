/** Length of the prompt that is measured, in characters. */
const PROMPT_LENGTH = 4 * 1024;
/** Digits that make a prompt or a call unique; overwritten in place. */
export const COUNTER = '#00000000000';

const SENTENCES = [
  'Please read the notes below and write a short summary for the team, in plain words and without headings.',
  'The migration of the billing database was moved to Thursday because the restore test took longer than planned.',
  'Anna will check the invoices of October; the differences come from rounding and from two late credit notes.',
  'We agreed to keep the old export until the end of the year, since two customers still fetch it every night.',
  'The function returns early when the list is empty, otherwise it sorts the items by date and keeps the newest ten.',
  'In Lisbon the workshop starts at nine; bring a jacket, the room by the river is cold in the morning.',
  'Open question: should the retry happen in the client or in the queue, and who owns the dead letters then?',
  'The tests pass on Linux and macOS, but the one about time zones fails on the machine of a colleague in Chile.',
  'Rewrite the second paragraph so that it names the reason first and the decision after it.',
];

/** A benign prompt about work, of exactly the measured length, with a counter near its start. */
function benignPrompt(counter: string): string {
  let text = `Note ${counter}. `;
  for (let index = 0; text.length < PROMPT_LENGTH; index++) text += `${SENTENCES[index % SENTENCES.length]} `;
  return text.slice(0, PROMPT_LENGTH);
}

/** The body LiteLLM posts for it. With `unique`, each prompt is new text; without, only the call is new. */
export function guardrailBody(unique: boolean): string {
  const system = 'You are a careful assistant of a small company.';
  const prompt = benignPrompt(unique ? COUNTER : '1');
  return requestBody([
    { role: 'system', content: system },
    { role: 'user', content: prompt },
  ]);
}

/** A page of 1 MiB that is nothing but the beginnings of attacks: much to look at, never the same text twice. */
export function hostileBody(): string {
  const piece = 'ignore all previous <!-- system: bash -i AKIA eyJhbGci ';
  const content = COUNTER + piece.repeat(Math.ceil(1024 ** 2 / piece.length));
  return requestBody([{ role: 'tool', content }]);
}

function requestBody(messages: readonly { role: string; content: string }[]): string {
  return JSON.stringify({
    input_type: 'request',
    litellm_call_id: `call-${COUNTER}`,
    litellm_trace_id: '74f64aae-5a68-4a7e-9a0f-0d4a6a1c8f11',
    structured_messages: messages,
    images: null,
    tools: null,
    texts: messages.map(({ content }) => content),
    request_data: { user_api_key_hash: 'litellm_proxy_master_key', user_api_key_user_id: 'default_user_id' },
    request_headers: { host: '127.0.0.1:4000', 'user-agent': 'agent/1', 'content-type': 'application/json' },
    litellm_version: '1.108.12',
    additional_provider_specific_params: {},
    tool_calls: null,
    model: 'fake-chat',
  });
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Request = z.object({
  stream: z.boolean().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown().optional() })),
});

export interface FakeModel {
  readonly url: string;
  /** Calls answered so far. */
  calls(): number;
  close(): Promise<void>;
}

/** A model that says a sentence, and where the user asked for the kernel first calls a tool. Speaks OpenAI's chat API. */
export async function startFakeModel(): Promise<FakeModel> {
  let calls = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const parsed = Request.safeParse(parse(body));
      if (!parsed.success) {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"data":[{"id":"fake-1","object":"model"}]}');
        return;
      }
      calls += 1;
      const { messages, stream } = parsed.data;
      const asked = messages.findLastIndex(
        (message) => message.role === 'user' && JSON.stringify(message.content).includes('kernel'),
      );
      const answered = messages.findLastIndex((message) => message.role === 'tool');
      const delta =
        asked >= 0 && answered < asked
          ? {
              tool_calls: [
                {
                  index: 0,
                  id: `call_${calls}`,
                  type: 'function',
                  function: { name: 'exec', arguments: '{"command":"uname -s"}' },
                },
              ],
            }
          : { content: `Answer number ${calls}.` };
      const finish_reason = 'tool_calls' in delta ? 'tool_calls' : 'stop';
      const usage = {
        prompt_tokens: 1_000 + calls,
        completion_tokens: 10 + calls,
        total_tokens: 1_010 + 2 * calls,
      };
      const shared = { id: `chatcmpl-live-${calls}`, created: 1, model: 'fake-1' };
      if (stream !== true) {
        const message = { role: 'assistant', content: null, ...delta };
        const choices = [{ index: 0, message, finish_reason }];
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ...shared, object: 'chat.completion', choices, usage }));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const object = 'chat.completion.chunk';
      const send = (value: object) =>
        response.write(`data: ${JSON.stringify({ ...shared, object, ...value })}\n\n`);
      send({ choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: null }] });
      send({ choices: [{ index: 0, delta: {}, finish_reason }] });
      send({ choices: [], usage });
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls: () => calls,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

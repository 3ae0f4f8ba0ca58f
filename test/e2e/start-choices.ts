import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Choices {
  /** For LiteLLM's `model_list`. */
  readonly model: object;
  stop(): Promise<void>;
}

/** A chat provider that gives several answers at once, as `n` asks for. */
export async function startChoices(texts: readonly string[]): Promise<Choices> {
  const server = createServer((req, res) => {
    req.resume();
    req.on('end', () => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({
          id: 'chatcmpl-choices',
          object: 'chat.completion',
          created: 1_700_000_000,
          model: 'choices',
          choices: texts.map((content, index) => ({
            index,
            finish_reason: 'stop',
            message: { role: 'assistant', content },
          })),
          usage: { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; a string is only for pipes, null only before listen.
  const { port } = server.address() as AddressInfo;
  const litellm_params = {
    model: 'openai/choices',
    api_base: `http://127.0.0.1:${port}/v1`,
    api_key: 'sk-fake',
  };
  return {
    model: { model_name: 'choices', litellm_params },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

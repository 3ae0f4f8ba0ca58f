/** A model provider that answers as a test tells it to, and remembers every request that reached it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { chatBody, chatEvents } from './chat-wire.ts';
import { messagesBody, messagesEvents } from './messages-wire.ts';
import type { Reply } from './reply.ts';
import { responsesBody, responsesEvents } from './responses-wire.ts';

export type Protocol = 'chat' | 'messages' | 'responses';

/** Only what the fake itself needs; the rest of the body stays in `body` untouched. */
const requestBody = z.looseObject({ model: z.string(), stream: z.boolean().optional() });

export interface ProviderRequest {
  protocol: Protocol;
  path: string;
  headers: IncomingMessage['headers'];
  body: z.infer<typeof requestBody>;
}

export type Script = (request: ProviderRequest) => Reply;

export interface FakeProvider {
  /** Base URL without a path: Anthropic's `api_base`. OpenAI's is `${url}/v1`. */
  url: string;
  requests: ProviderRequest[];
  /** Replaces the script; requests under way keep the one they started with. */
  answer(script: Script): void;
  /** True when `text` stands in any string of any body received so far, however JSON wrote it. */
  saw(text: string): boolean;
  stop(): Promise<void>;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  '/v1/chat/completions': 'chat',
  '/v1/messages': 'messages',
  '/v1/responses': 'responses',
};

const WIRE = {
  chat: { body: chatBody, events: chatEvents },
  messages: { body: messagesBody, events: messagesEvents },
  responses: { body: responsesBody, events: responsesEvents },
} as const;

export async function startFakeProvider(
  first: Script = () => ({ text: 'All is well.' }),
): Promise<FakeProvider> {
  let script = first;
  const requests: ProviderRequest[] = [];

  const server = createServer((req, res) => {
    serve(req, res, requests, (request) => script(request)).catch((error: unknown) => {
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({ error: { message: `fake provider: ${String(error)}`, type: 'fake_provider' } }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; a string is only for pipes, null only before listen.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer: (next) => {
      script = next;
    },
    saw: (text) => requests.some((request) => holds(request.body, text)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  req: IncomingMessage,
  res: ServerResponse,
  requests: ProviderRequest[],
  script: Script,
): Promise<void> {
  const path = (req.url ?? '').split('?')[0] ?? '';
  const protocol = PROTOCOLS[path];
  const raw = await readAll(req);
  if (protocol === undefined) {
    sendJson(res, 404, {
      error: { message: `fake provider has no ${req.method} ${path}`, type: 'not_found' },
    });
    return;
  }
  const body = requestBody.parse(JSON.parse(raw));
  const request: ProviderRequest = { protocol, path, headers: req.headers, body };
  requests.push(request);

  const reply = script(request);
  if (reply.delayMs !== undefined) await sleep(reply.delayMs);
  if (reply.status !== undefined && reply.status >= 400) {
    sendJson(res, reply.status, { error: { message: reply.text ?? 'scripted failure', type: 'scripted' } });
    return;
  }
  const wire = WIRE[protocol];
  if (body.stream !== true) {
    sendJson(res, 200, wire.body(body.model, reply));
    return;
  }
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const event of wire.events(body.model, reply)) {
    if (res.destroyed) return;
    res.write(event);
    if (reply.chunkDelayMs !== undefined) await sleep(reply.chunkDelayMs);
  }
  res.end();
}

function holds(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, part]) => key.includes(text) || holds(part, text));
}

async function readAll(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

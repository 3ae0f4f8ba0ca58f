import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Posted = z.looseObject({
  input_type: z.enum(['request', 'response']),
  litellm_call_id: z.string().nullable(),
  request_headers: z.record(z.string(), z.unknown()).nullish(),
});

/** One check as LiteLLM posted it. */
export interface TappedCheck {
  readonly side: 'request' | 'response';
  readonly call_id: string | null;
  readonly request_headers: Readonly<Record<string, unknown>>;
  /** As it came, to be posted again. */
  readonly body: string;
  /** What went back to LiteLLM. */
  readonly answer: string;
}

/** Stands on the wire between LiteLLM and the shield: sees every check, changes none, and can be told to fail. */
export interface ShieldTap {
  readonly url: string;
  readonly checks: readonly TappedCheck[];
  /** Sides that were checked for a call, in order. */
  sidesOf(call_id: string): string[];
  /** Posts a check's body to the shield once more, as a client that retries does. */
  repeat(check: TappedCheck): Promise<string>;
  /** Answers checks of that side like this, without asking the shield; null ends it. */
  fail(
    fault: { readonly side: 'request' | 'response'; readonly status: number; readonly body: string } | null,
  ): void;
  stop(): Promise<void>;
}

export async function startShieldTap(shield: { url: string; token: string }): Promise<ShieldTap> {
  const checks: TappedCheck[] = [];
  let fault: Parameters<ShieldTap['fail']>[0] = null;
  const post = async (path: string, token: string, body: string) => {
    const answer = await fetch(`${shield.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': token },
      body,
    });
    return { status: answer.status, body: await answer.text() };
  };
  let path = '';
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(Buffer.from(part));
    const body = Buffer.concat(parts).toString('utf8');
    const posted = Posted.parse(JSON.parse(body));
    path = req.url ?? '';
    const side = posted.input_type;
    const answer =
      fault?.side === side ? fault : await post(path, String(req.headers['x-api-key'] ?? ''), body);
    checks.push({
      side,
      call_id: posted.litellm_call_id,
      request_headers: posted.request_headers ?? {},
      body,
      answer: answer.body,
    });
    res.writeHead(answer.status, { 'content-type': 'application/json' });
    res.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; a string is only for pipes, null only before listen.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    checks,
    sidesOf: (call_id) => checks.filter((check) => check.call_id === call_id).map(({ side }) => side),
    repeat: async (check) => (await post(path, shield.token, check.body)).body,
    fail: (next) => {
      fault = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

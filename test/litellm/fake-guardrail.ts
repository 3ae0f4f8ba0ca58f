/** The smallest thing that speaks LiteLLM's guardrail contract: for testing the harness without the shield. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const check = z.looseObject({
  input_type: z.enum(['request', 'response']),
  litellm_call_id: z.string().nullable(),
  texts: z.array(z.string()).nullable(),
});
export type GuardrailCheck = z.infer<typeof check>;

export interface FakeGuardrail {
  url: string;
  checks: GuardrailCheck[];
  stop(): Promise<void>;
}

export async function startFakeGuardrail(blocks: (check: GuardrailCheck) => boolean): Promise<FakeGuardrail> {
  const checks: GuardrailCheck[] = [];
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(Buffer.from(part));
    const seen = check.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
    checks.push(seen);
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(
        blocks(seen) ? { action: 'BLOCKED', blocked_reason: 'harness-says-no' } : { action: 'NONE' },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, checks, stop: () => close(server) };
}

function portOf(server: Server): number {
  // A TCP server that listens has an AddressInfo; a string is only for pipes, null only before listen.
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { connect, type Socket } from 'node:net';
import { COUNTER } from './shield-prompts.ts';

export interface LoadFigures {
  readonly requests_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
}

export interface LoadOptions {
  readonly url: string;
  readonly path: string;
  readonly token: string;
  readonly body: string;
  readonly in_flight: number;
  readonly duration_ms: number;
}

let counter = 0;

/**
 * Keeps a number of requests in flight over keep-alive connections, one per connection, and measures each. Writes raw
 * bytes and reads only status and length, so that it costs far less than the server.
 */
export async function generateLoad(options: LoadOptions): Promise<LoadFigures> {
  const { hostname, port, host } = new URL(options.url);
  const head = [
    `POST ${options.path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    `x-api-key: ${options.token}`,
    `content-length: ${Buffer.byteLength(options.body)}`,
  ].join('\r\n');
  const template = Buffer.from(`${head}\r\n\r\n${options.body}`);
  const latencies: number[] = [];
  const startedMs = performance.now();
  const until = startedMs + options.duration_ms;
  await Promise.all(
    Array.from({ length: options.in_flight }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      const exchange = makeExchange(socket, Buffer.from(template));
      while (performance.now() < until) latencies.push(await exchange());
      socket.destroy();
    }),
  );
  const elapsed_s = (performance.now() - startedMs) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    requests_per_s: latencies.length / elapsed_s,
    p50_ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99_ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
}

/** One request after the other on one connection; resolves with its latency in ms. */
function makeExchange(socket: Socket, request: Buffer): () => Promise<number> {
  const places = findAll(request, COUNTER);
  let received = '';
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('the server closed the connection')));
  socket.on('data', (chunk: string) => {
    received += chunk;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received.slice(0, end))?.[1] ?? Number.NaN);
    if (!received.startsWith('HTTP/1.1 200') || Number.isNaN(length)) {
      settle?.reject(new Error(`not answered with 200 and a length: ${received.slice(0, 200)}`));
      return;
    }
    if (received.length < end + 4 + length) return;
    received = '';
    settle?.resolve();
  });
  return async () => {
    const digits = `#${String(++counter).padStart(COUNTER.length - 1, '0')}`;
    for (const place of places) request.write(digits, place, 'latin1');
    const startedMs = performance.now();
    await new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(request);
    });
    return performance.now() - startedMs;
  };
}

function findAll(buffer: Buffer, text: string): number[] {
  const places: number[] = [];
  for (let at = buffer.indexOf(text); at >= 0; at = buffer.indexOf(text, at + 1)) places.push(at);
  return places;
}

import type { ServerResponse } from 'node:http';
import { LIVE_FRAMES, type LiveFrameName } from '@clawnex/proto/http/dashboard/live.ts';

/** The open streams. What is sent is checked against the declared frames. */
export class LiveHub {
  readonly #clients = new Set<ServerResponse>();

  get size(): number {
    return this.#clients.size;
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    this.#clients.add(response);
    response.on('close', () => this.#clients.delete(response));
  }

  send(name: LiveFrameName, data: unknown, to: Iterable<ServerResponse> = this.#clients): void {
    const checked = LIVE_FRAMES[name].parse(data);
    const id = 'revision' in checked && name !== 'policy' ? `id: ${checked.revision}\n` : '';
    for (const client of to) client.write(`event: ${name}\n${id}data: ${JSON.stringify(checked)}\n\n`);
  }

  /** Breaks every line, as a restart does. */
  drop(): void {
    for (const client of this.#clients) client.destroy();
    this.#clients.clear();
  }
}

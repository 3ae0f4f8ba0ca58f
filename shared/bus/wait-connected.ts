import type { NatsConnection } from 'nats';
import type { Bus } from './connect.ts';

/** The connection, as soon as there is one. Rejects with the signal's reason when it is aborted first. */
export function waitConnected(bus: Bus, signal?: AbortSignal): Promise<NatsConnection> {
  const now = bus.connection();
  if (now !== null) return Promise.resolve(now);
  return new Promise((resolve, reject) => {
    const abort = () => {
      end();
      reject(signal?.reason);
    };
    const end = bus.onConnected((connection) => {
      signal?.removeEventListener('abort', abort);
      end();
      resolve(connection);
    });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConfigError } from '../config.ts';

/** LiteLLM keeps idle connections for 120 s: closing earlier than it does would race with its next request. */
const KEEP_ALIVE_MS = 130_000;
/** Slow senders are cut off: headers within 10 s, the whole request within 60 s. */
const HEADERS_DEADLINE_MS = 10_000;
const REQUEST_DEADLINE_MS = 60_000;
/** On stopping, requests in flight get this long before their connections are cut. */
const CLOSE_GRACE_MS = 2_000;

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Stops taking connections, lets requests in flight end, then cuts what is left. */
  close(): Promise<void>;
}

/** Serves an app on loopback. Throws `ConfigError` when the port is taken or not allowed. */
export async function listenOnLoopback(app: Hono, port: number, setting: string): Promise<Listening> {
  const host = '127.0.0.1';
  return await new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        serverOptions: {
          keepAliveTimeout: KEEP_ALIVE_MS,
          headersTimeout: HEADERS_DEADLINE_MS,
          requestTimeout: REQUEST_DEADLINE_MS,
        },
      },
      (info) => {
        resolve({
          url: `http://${host}:${info.port}`,
          port: info.port,
          close: () =>
            new Promise<void>((closed) => {
              const cut = setTimeout(() => {
                if ('closeAllConnections' in server) server.closeAllConnections();
              }, CLOSE_GRACE_MS);
              server.close(() => {
                clearTimeout(cut);
                closed();
              });
              if ('closeIdleConnections' in server) server.closeIdleConnections();
            }),
        });
      },
    );
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portError(port, setting, error.code) : error,
      );
    });
  });
}

function portError(port: number, setting: string, code: string): ConfigError {
  const why = code === 'EADDRINUSE' ? 'is in use by another program' : 'may not be opened by this user';
  return new ConfigError(
    `Port ${port} on 127.0.0.1 ${why}. Stop that program, or set another port with ${setting}.`,
  );
}

import { readHealth, readMetrics } from '@clawnex/proto/http/daemon.ts';
import type { Hono } from 'hono';
import type { DaemonContext } from '../lifecycle.ts';
import { type Gate, mountRoute } from './mount-route.ts';

/** `/health` and `/metrics`, the same for every daemon that listens. */
export function mountDaemonRoutes(app: Hono, daemon: DaemonContext, gate: Gate<unknown>): void {
  const options = { gate, log: daemon.log };
  mountRoute(app, readHealth, options, () => ({ ok: true, body: daemon.health.snapshot() }));
  mountRoute(app, readMetrics, options, () => ({
    ok: true,
    response: new Response(daemon.metrics.toPrometheus(), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    }),
  }));
}

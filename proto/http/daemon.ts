import { Health } from '../health.ts';
import { defineRoute } from './route.ts';

/** Served by every daemon that listens. Loopback only; Caddy never forwards them. */
export const readHealth = defineRoute({
  method: 'GET',
  path: '/health',
  access: 'public',
  summary: 'How the daemon is',
  response: Health,
  errors: [],
});

export const readMetrics = defineRoute({
  method: 'GET',
  path: '/metrics',
  access: 'public',
  summary: "Counters in Prometheus' text format",
  response: 'text',
  errors: [],
});

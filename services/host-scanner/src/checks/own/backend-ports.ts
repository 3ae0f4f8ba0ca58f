import { judgePorts, orNoneListens, type WatchedPort } from '../ai-runtime/port-exposure.ts';
import type { HostCheck } from '../host-check.ts';

const BACKEND_PORTS: readonly WatchedPort[] = [
  { port: 4010, name: 'ClawNex shield' },
  { port: 4011, name: 'ClawNex ingest' },
  { port: 4012, name: 'ClawNex dashboard API' },
];

export const backendPorts: HostCheck = {
  id: 'CN-01',
  category: 'clawnex',
  title: 'A backend port of ClawNex is open to the network',
  why: 'The daemons trust what comes over loopback: only Caddy may listen outside.',
  severity: 'critical',
  exposes: true,
  platforms: ['linux', 'darwin'],
  reads: ['/proc/net/tcp', '/proc/net/tcp6'],
  fix: 'The daemons bind to 127.0.0.1 by themselves: remove the port forward, tunnel or container setting that opens it.',
  references: ['nist-800-53.sc-7', 'owasp-asi.asi03-2026'],
  evaluate: async (facts) => orNoneListens(judgePorts(facts, BACKEND_PORTS), BACKEND_PORTS),
};

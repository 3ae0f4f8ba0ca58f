import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { readGatewaySettings } from '../../openclaw/gateway-settings.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated } from '../results.ts';
import { judgePorts, orNoneListens, type WatchedPort } from './port-exposure.ts';

/** Where OpenClaw listens by default: gateway, bridge, browser control, relay, and the gateway of `--dev`. */
const PORTS: readonly WatchedPort[] = [
  { port: 18_789, name: 'OpenClaw gateway' },
  { port: 18_790, name: 'OpenClaw bridge' },
  { port: 18_791, name: 'OpenClaw browser control' },
  { port: 18_792, name: 'OpenClaw relay' },
  { port: 19_001, name: 'OpenClaw gateway (dev)' },
];
/** Values of `gateway.bind` that leave loopback. */
const OPEN_BINDS = new Set(['lan', 'custom', 'auto', '0.0.0.0', '::']);

export const gatewayExposed: HostCheck = {
  id: 'AI-01',
  category: 'ai_runtime',
  title: 'An agent gateway is reachable from the network',
  why: 'Whoever reaches the gateway can try to command the agents behind it. It is made for programs of the same machine.',
  severity: 'high',
  exposes: true,
  reads: ['/proc/net/tcp', '/proc/net/tcp6', 'gateway.port, gateway.bind and gateway.auth in openclaw.json'],
  platforms: ['linux', 'darwin'],
  fix: 'openclaw config set gateway.bind loopback, restart the gateway, and let only a reverse proxy with TLS listen outside.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.sc-7', 'atlas.t0049'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const ports = new Map(PORTS.map((port) => [port.port, port]));
    for (const home of facts.homes.agents.filter(({ runtime }) => runtime === 'OpenClaw')) {
      const settings = await readGatewaySettings(facts.root, home);
      if (!settings.ok) {
        if (settings.code !== 'missing') results.push(notEvaluated(home.path, settings.message));
        continue;
      }
      const { file, port, bind, hasAuth } = settings.value;
      const severity = hasAuth === false ? 'critical' : 'high';
      ports.set(port, { port, name: 'OpenClaw gateway', severity });
      if (bind !== null && OPEN_BINDS.has(bind.toLowerCase()))
        results.push(
          fail(
            `${file} gateway.bind`,
            `gateway.bind is "${bind}", port ${port}${hasAuth === false ? ', and authentication is off' : ''}.`,
            {
              severity,
            },
          ),
        );
    }
    const watched = [...ports.values()];
    return orNoneListens([...results, ...judgePorts(facts, watched)], watched);
  },
};

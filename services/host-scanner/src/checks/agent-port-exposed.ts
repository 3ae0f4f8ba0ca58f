import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';
import { notApplicable, notEvaluated } from './results.ts';

/** Ports that only programs of this machine need. */
const PORTS: Readonly<Record<number, string>> = {
  4000: 'LiteLLM proxy',
  4010: 'ClawNex shield',
  4011: 'ClawNex ingest',
  4012: 'ClawNex dashboard API',
  4222: 'NATS broker',
  8222: 'NATS monitoring',
  18789: 'OpenClaw gateway',
  18791: 'OpenClaw browser control',
  18792: 'OpenClaw relay',
};

export const agentPortExposed: Check<HostFacts> = {
  id: 'agent-port-exposed',
  title: 'An agent gateway, proxy or backend listens beyond loopback',
  why: 'Whoever reaches the gateway or the proxy from the network can try to command agents and spend model keys. These ports are made for programs of the same machine.',
  severity: 'high',
  reads: ['/proc/net/tcp', '/proc/net/tcp6'],
  platforms: ['linux', 'darwin'],
  fix: 'Bind the program to 127.0.0.1 (OpenClaw: gateway.bind "loopback"; LiteLLM: --host 127.0.0.1), and let only the reverse proxy listen outside.',
  references: ['owasp-asi.asi03-2026', 'nist-800-53.sc-7'],
  async evaluate({ listeners, platform }) {
    if (!listeners.ok) {
      const how = platform === 'darwin' ? ' macOS has no /proc, and no program is started to ask.' : '';
      return [notEvaluated('listening TCP ports', `${listeners.message}${how}`)];
    }
    const results = Object.entries(PORTS).flatMap(([text, name]): CheckResult[] => {
      const port = Number(text);
      const here = listeners.value.filter((listener) => listener.port === port);
      if (here.length === 0) return [];
      const open = here.filter(({ beyondLoopback }) => beyondLoopback);
      const shown = (open.length > 0 ? open : here).map(
        ({ address, uid }) => `listens on ${address} as uid ${uid}`,
      );
      return [
        {
          result: open.length > 0 ? 'fail' : 'pass',
          subject: `TCP port ${port} (${name})`,
          evidence: [...new Set(shown)].join('; '),
        },
      ];
    });
    if (results.length > 0) return results;
    return [
      notApplicable(
        'listening TCP ports',
        `None of the ports ${Object.keys(PORTS).join(', ')} is listening.`,
      ),
    ];
  },
};

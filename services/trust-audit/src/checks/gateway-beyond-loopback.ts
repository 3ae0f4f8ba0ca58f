import type { Check } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import { forEachInstance, toResult } from './each-instance.ts';

export const gatewayBeyondLoopback: Check<TrustFacts> = {
  id: 'openclaw-gateway-beyond-loopback',
  title: 'The OpenClaw gateway listens beyond this machine',
  why: 'Whoever reaches the gateway’s port can try its secret, and with it controls every agent, its tools and its sessions. On loopback only programs of this machine can.',
  severity: 'high',
  reads: ['gateway.bind', 'gateway.customBindHost', 'gateway.tailscale.mode'],
  platforms: ['linux', 'darwin'],
  fix: 'Set gateway.bind to "loopback" and gateway.tailscale.mode to "off"; reach it from elsewhere through an SSH tunnel.',
  references: ['owasp-asi.asi03-2026', 'openclaw.gateway.bind_no_auth', 'openclaw.gateway.tailscale_funnel'],
  async evaluate(facts) {
    return forEachInstance(facts, ['gateway', 'bind'], (judged) => {
      const { bind, funnel, auth } = judged.reach;
      const severity = auth.state === 'weak' ? 'critical' : 'high';
      return [
        toResult(judged, bind, severity),
        ...(funnel === null ? [] : [toResult(judged, funnel, 'critical')]),
      ];
    });
  },
};

import type { Check } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import { forEachInstance, toResult } from './each-instance.ts';

export const gatewayAuthWeak: Check<TrustFacts> = {
  id: 'openclaw-gateway-auth-weak',
  title: 'The OpenClaw gateway has no secret, or one that can be guessed',
  why: 'Without a strong secret any program that reaches the port, also a web page in a browser on this machine, can command the agents.',
  severity: 'high',
  reads: ['gateway.auth', 'gateway.trustedProxies', '.env'],
  platforms: ['linux', 'darwin'],
  fix: 'Put OPENCLAW_GATEWAY_TOKEN=<output of `openssl rand -hex 32`> into the .env of the state folder, set gateway.auth.mode to "token", remove gateway.auth.token, and restart the gateway.',
  references: [
    'owasp-asi.asi03-2026',
    'openclaw.gateway.loopback_no_auth',
    'openclaw.gateway.token_too_short',
  ],
  async evaluate(facts) {
    return forEachInstance(facts, ['gateway', 'auth'], (judged) => [
      toResult(judged, judged.reach.auth, judged.reach.gatewayIsOpen ? 'critical' : 'high'),
    ]);
  },
};

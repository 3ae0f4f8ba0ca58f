import type { Check } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import { channelOpen } from './channel-open.ts';
import { execWithoutApproval } from './exec-without-approval.ts';
import { gatewayAuthWeak } from './gateway-auth-weak.ts';
import { gatewayBeyondLoopback } from './gateway-beyond-loopback.ts';
import { providerAroundShield } from './provider-around-shield.ts';
import { stateReadableByOthers } from './state-readable-by-others.ts';

export const CHECKS: readonly Check<TrustFacts>[] = [
  gatewayBeyondLoopback,
  gatewayAuthWeak,
  execWithoutApproval,
  channelOpen,
  providerAroundShield,
  stateReadableByOthers,
];

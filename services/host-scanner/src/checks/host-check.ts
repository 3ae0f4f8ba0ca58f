import type { HostCategory, HostTier } from '@clawnex/proto/events/host.ts';
import type { Severity } from '@clawnex/proto/scan.ts';
import type { Check } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../facts.ts';

export interface HostCheck extends Check<HostFacts> {
  readonly category: HostCategory;
  /** A failure opens the machine to the network: it caps the grade already when it is high. */
  readonly exposes?: true;
}

export function tierOf(severity: Severity): HostTier {
  if (severity === 'critical' || severity === 'high') return 'basic';
  return severity === 'medium' ? 'standard' : 'advanced';
}

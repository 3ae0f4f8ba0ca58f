import type { Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

export interface WantedSetting {
  readonly key: string;
  readonly wanted: string;
  /** Other values that are as good. */
  readonly also?: readonly string[];
  readonly severity?: Severity;
  /** Kernels without the feature do not have it. */
  readonly optional?: true;
}

/** Compares kernel settings with what is wanted: one result for each. */
export async function judgeSettings(
  facts: HostFacts,
  settings: readonly WantedSetting[],
): Promise<CheckResult[]> {
  return await Promise.all(
    settings.map(async ({ key, wanted, also = [], severity, optional }): Promise<CheckResult> => {
      const set = await facts.sysctl(key);
      if (!set.ok && optional === true && set.code === 'missing') return notApplicable(key, set.message);
      if (!set.ok) return notEvaluated(key, set.message);
      const { value, from } = set.value;
      const seen = `${key} = ${value} (${from})`;
      if (value === wanted || also.includes(value)) return pass(key, seen);
      return fail(key, seen, {
        ...(severity === undefined ? {} : { severity }),
        fix: `echo '${key} = ${wanted}' >> /etc/sysctl.d/60-hardening.conf && sysctl -w ${key}=${wanted}`,
      });
    }),
  );
}

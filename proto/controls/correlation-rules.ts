import { z } from 'zod';
import { Count } from '../scalars.ts';

/** The shipped rules are some 60 KB; an operator's own stay below. */
export const CORRELATION_RULES_LENGTH_MAX = 256 * 1024;

/** The operator's own correlation rules, as Sigma YAML beside the shipped ones; checked before they are published. */
export const CorrelationRules = z.strictObject({
  revision: Count,
  yaml: z.string().max(CORRELATION_RULES_LENGTH_MAX),
});
export type CorrelationRules = z.infer<typeof CorrelationRules>;
export const NO_CORRELATION_RULES: CorrelationRules = { revision: 0, yaml: '' };

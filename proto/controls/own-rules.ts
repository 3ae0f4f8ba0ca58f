import { z } from 'zod';
import { Count } from '../scalars.ts';

/** The built-in rules are some 250 KB; an operator's own stay below. */
export const OWN_RULES_LENGTH_MAX = 256 * 1024;

/** The operator's own rules, as YAML in the format of the built-in ones; checked before they are published. */
export const OwnRules = z.strictObject({ revision: Count, yaml: z.string().max(OWN_RULES_LENGTH_MAX) });
export type OwnRules = z.infer<typeof OwnRules>;
export const NO_OWN_RULES: OwnRules = { revision: 0, yaml: '' };

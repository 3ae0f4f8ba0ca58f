import { z } from 'zod';
import { OWN_RULES_LENGTH_MAX } from '../../controls/own-rules.ts';
import { Count } from '../../scalars.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';
import { ChangeReason } from './policy-document.ts';

const Yaml = z.string().max(OWN_RULES_LENGTH_MAX);
const BODY_BYTES_MAX = 512 * 1024;

export const RuleFault = z.strictObject({ rule: z.string(), where: z.string(), message: z.string() });

export const readOwnRules = defineRoute({
  method: 'GET',
  path: '/api/own-rules',
  access: 'policy:read',
  summary: "The operators' own rules, in the format of the built-in ones",
  response: z.strictObject({ revision: Count, yaml: z.string(), published: z.boolean() }),
  errors: [],
});

export const writeOwnRules = defineRoute({
  method: 'PUT',
  path: '/api/own-rules',
  access: 'policy:write',
  summary:
    'Replace the own rules; refused with rule and place of the first fault, also where an example is not as it says',
  body: z.strictObject({ revision: Count, yaml: Yaml, reason: ChangeReason }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({ revision: Count, rules: Count, published: z.boolean() }),
  errors: ['conflict'],
});

export const checkOwnRules = defineRoute({
  method: 'POST',
  path: '/api/own-rules/check',
  access: 'policy:read',
  summary: 'Check own rules without putting them in force: every fault with its place',
  body: z.strictObject({ yaml: Yaml }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({ ok: z.boolean(), rules: Count, faults: z.array(RuleFault) }),
  errors: [],
});

/** Text is not kept: what can be tried are the redacted excerpts around hits of the rules of that time. */
export const dryRunOwnRules = defineRoute({
  method: 'POST',
  path: '/api/own-rules/dry-run',
  access: 'policy:read',
  summary:
    'Try own rules on the excerpts that are stored: how many judgements they would have hit, and how many would have been refused for it',
  body: z.strictObject({ yaml: Yaml, days: z.int().min(1).max(90).default(30) }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({
    from: IsoTime,
    judgements: Count,
    excerpts: Count,
    /** False: there were more than one run looks at; the newest were tried. */
    complete: z.boolean(),
    rules: z.array(
      z.strictObject({
        rule: z.string(),
        hit: Count,
        would_block: Count,
        call_ids: z.array(z.string()).max(20),
      }),
    ),
  }),
  errors: ['timed_out'],
});

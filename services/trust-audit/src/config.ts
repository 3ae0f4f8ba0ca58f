import { homedir } from 'node:os';
import { z } from 'zod';
import { PROXIES_DEFAULT } from './audit-home.ts';
import { originOf } from './text/origin-of.ts';

/** More often than this, audits would be most of what the machine does. */
const INTERVAL_S_MIN = 10;
const DAY_S = 86_400;

/** A list in a file; in the environment, separated by commas. */
const Proxies = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z
    .array(
      z.string().transform((text, issues) => {
        const origin = originOf(text);
        if (origin !== null) return origin;
        issues.addIssue({
          code: 'custom',
          message: 'it is not an http address such as http://127.0.0.1:4000',
        });
        return z.NEVER;
      }),
    )
    .min(1)
    .max(16),
);

export const TrustAuditConfig = z.object({
  /** Home of the user whose agents are audited. */
  home: z.string().min(1).max(1_000).default(homedir()),
  /** How often everything is audited without any change, in seconds. */
  interval_s: z.coerce.number().int().min(INTERVAL_S_MIN).max(DAY_S).default(3_600),
  /** Addresses of the LiteLLM proxy: providers elsewhere are reached around the shield. */
  proxies: Proxies.default(PROXIES_DEFAULT),
});

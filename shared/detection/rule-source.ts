import { CATEGORIES, ORIGINS, SEVERITIES } from '@clawnex/proto/scan.ts';
import { z } from 'zod';

/** What a validator may be called in a rule file; `validate/validators.ts` holds one function per name. */
export const VALIDATORS = [
  'luhn',
  'mod97',
  'ssn',
  'entropy',
  'jwt',
  'not_example',
  'mixed_charset',
  'aba',
  'basic_auth',
  'imperative_text',
  'random',
  'not_words',
  'password',
  'literal',
  'not_turned',
] as const;

const Line = z.string().trim().min(1);
const Expression = z.string().min(1).max(4_000);

const Example = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), origin: z.enum(ORIGINS).optional() }),
]);

/** One rule as an operator or we write it. The README beside this file explains each field with an example. */
export const RuleSource = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,30}(?:\.[a-z0-9_]{1,30}){1,2}$/),
  title: Line.max(120),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  confidence: z.number().min(0.05).max(1),
  /** Absent: every origin but those the category exempts (see `score/origins.ts`). */
  origins: z.array(z.enum(ORIGINS)).min(1).optional(),
  /** `folded` (default): lower-cased text. `exact`: the text as it is, for keys and characters. */
  letters: z.enum(['folded', 'exact']).default('folded'),
  /** Absent: taken from the expressions. Present: literals of which every match holds at least one. */
  anchors: z.array(z.string().min(2).max(40)).min(1).max(64).optional(),
  expressions: z.array(Expression).min(1).max(32),
  /** `pem`: the span reaches to the block's END line. */
  extend: z.literal('pem').optional(),
  validators: z.array(z.enum(VALIDATORS)).default([]),
  /** The hit counts only with one of these within `within` characters of it. */
  near: z
    .strictObject({ expressions: z.array(Expression).min(1).max(16), within: z.int().min(1).max(1_000) })
    .optional(),
  why: Line.max(400),
  verify: Line.max(400),
  /** MITRE ATLAS technique ids. */
  atlas: z.array(z.string().regex(/^AML\.T\d{4}(?:\.\d{3})?$/)).default([]),
  /** OWASP Top 10 for LLM applications 2025. */
  owasp: z.array(z.string().regex(/^LLM(?:0[1-9]|10)$/)).default([]),
  examples: z.strictObject({
    positive: z.array(Example).min(2),
    negative: z.array(Example).min(2),
  }),
});
export type RuleSource = z.infer<typeof RuleSource>;

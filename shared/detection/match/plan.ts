import type { Category, Origin, Severity } from '@clawnex/proto/scan.ts';
import type { RuleSource } from '../rule-source.ts';
import type { CharSet } from './char-set.ts';
import type { Guard, Mask } from './guard.ts';

/** A gap-free piece of an expression: one bounded RegExp, tried only where one of its literals was seen. Plain data. */
export interface Part<Set = number> {
  readonly source: string;
  /** Tested against the text as it is; otherwise against the lower-cased text. */
  readonly exact: boolean;
  /** Every match holds one of these, starting `minBefore`–`maxBefore` characters into it. Empty: tried where its guard lets it. */
  readonly literals: readonly string[];
  /** By literal: where in it the characters end that it is looked up by. */
  readonly ends: readonly number[];
  readonly minBefore: number;
  readonly maxBefore: number;
  /** Most characters that one attempt can test. */
  readonly steps: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** A match must hold one of these (the rule's own `anchors`), because the anchor's place is not known from the syntax. */
  readonly required?: readonly string[];
  /** Has the capturing group that marks the value. */
  readonly hasValue: boolean;
  /** Sets of characters by number in the plan's `masks`. */
  readonly guard: Guard<Set>;
}

/** Any characters, line ends too (`.{m,n}`), or only those of a class that names the line end first (`[^\n…]{m,n}`). */
export interface Gap {
  readonly min: number;
  readonly max: number;
  readonly allowed?: CharSet;
}

/** Parts, by number in the plan, in order; between two parts a gap. */
export interface Expression {
  readonly parts: readonly number[];
  readonly gaps: readonly Gap[];
  /** Place, among the parts, of the one whose literals are rarest. */
  readonly key: number;
}

export interface CompiledRule {
  readonly index: number;
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly origins?: readonly Origin[];
  readonly expressions: readonly Expression[];
  readonly near?: { readonly expressions: readonly Expression[]; readonly within: number };
  readonly extend?: 'pem';
  readonly validators: RuleSource['validators'];
}

/** Rules ready to be matched, as plain data: what the artefact holds. */
export interface MatchPlan {
  readonly masks: readonly Mask[];
  readonly parts: readonly Part[];
  readonly rules: readonly CompiledRule[];
}

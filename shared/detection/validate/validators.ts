import type { RuleSource } from '../rule-source.ts';
import { hasAbaSum, hasLuhnSum, hasMod97Sum, isSsn } from './checksums.ts';
import { isExample } from './examples.ts';
import { isTurned } from './negation.ts';
import { isLiteral, isPassword } from './password.ts';
import { hasEntropy, isJwt, mixesCharacters } from './randomness.ts';
import { isRandom, readsAsWords } from './words.ts';

/** What a validator sees: the value, and the text around it. */
interface Candidate {
  readonly value: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Name = RuleSource['validators'][number];

const VALIDATE: Readonly<Record<Name, (candidate: Candidate) => boolean>> = {
  luhn: ({ value }) => hasLuhnSum(value),
  mod97: ({ value }) => hasMod97Sum(value),
  ssn: ({ value }) => isSsn(value),
  aba: ({ value }) => hasAbaSum(value),
  entropy: ({ value }) => hasEntropy(value),
  jwt: ({ value }) => isJwt(value),
  mixed_charset: ({ value }) => mixesCharacters(value),
  not_example: ({ value, text, end }) => !isExample(value, text.slice(end, end + 20)),
  basic_auth: ({ value }) =>
    /^[^:]{1,200}:[^:]{3,}/.test(Buffer.from(value, 'base64').toString('utf8').slice(0, 400)),
  imperative_text: ({ value }) => IMPERATIVE.test(value),
  random: ({ value }) => isRandom(value),
  not_words: ({ value }) => !readsAsWords(value),
  password: ({ value }) => isPassword(value),
  literal: ({ value }) => isLiteral(value),
  not_turned: ({ text, start }) => !isTurned(text, start),
};

const IMPERATIVE =
  /\b(?:ignore|disregard|forget|override|you must|do not|don't|never|always|send|reveal|execute|run|instead|assistant|system|ai|llm|model|instructions?|prompt)\b/i;

export function passesValidators(
  names: readonly Name[],
  value: string,
  text: string,
  start: number,
  end: number,
): boolean {
  return names.every((name) => VALIDATE[name]({ value, text, start, end }));
}

import { findSuspicion } from '../persistence/suspicious-line.ts';

/** Longer lines are data; their head decides. */
const LINE_LENGTH_MAX = 4_000;
const SHOWN_LENGTH = 160;
const LINES_MAX = 50_000;

export interface Poison {
  readonly line: number;
  readonly what: string;
  readonly shown: string;
}

/** Words as a person would say them to an agent; between them a few others. */
const SIGNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'overrides earlier instructions',
    /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:all|any|previous|prior|earlier|above|other|safety|system)\b.{0,40}\b(?:instructions?|rules?|guidelines?|prompts?|polic(?:y|ies)|restrictions?|safety)\b/i,
  ],
  [
    'hides something from people',
    /\b(?:do not|don't|never|without)\s{1,4}(?:tell|telling|inform|informing|notify|notifying|mention|mentioning|reveal|show|showing|alert|alerting|asking)\b.{0,40}\b(?:user|owner|human|operator|anyone|them|this)\b/i,
  ],
  [
    'sends secrets away',
    /\b(?:send|post|upload|forward|exfiltrate|transmit|copy|email|curl|report)\b.{0,120}(?:\.env\b|\bid_rsa\b|\.ssh\b|api[ _-]?keys?\b|\bcredentials?\b|\bsecrets?\b|\btokens?\b|\bpasswords?\b|auth\.json|\.aws\b).{0,120}(?:https?:\/\/|\bto\b.{0,40}@|\bwebhook\b|\b\d{1,3}(?:\.\d{1,3}){3}\b)/i,
  ],
  [
    'sends secrets away',
    /(?:\.env\b|\bid_rsa\b|api[ _-]?keys?\b|\bcredentials?\b|\bsecrets?\b|\btokens?\b|\bpasswords?\b).{0,120}\b(?:send|post|upload|forward|exfiltrate|transmit|email)\b.{0,120}(?:https?:\/\/|\bwebhook\b|\b\d{1,3}(?:\.\d{1,3}){3}\b)/i,
  ],
  [
    'sends what is said away',
    /\b(?:send|post|forward|upload|report|transmit)\b.{0,60}\b(?:every|all|each)\b.{0,60}\b(?:message|conversation|transcript|output|file|prompt)s?\b.{0,80}https?:\/\//i,
  ],
  [
    'switches approvals off',
    /\b(?:always|automatically|silently)\b.{0,30}\b(?:approve|accept|allow|confirm)\b.{0,60}\b(?:commands?|requests?|tools?|exec|actions?|permissions?)\b/i,
  ],
  [
    'poses as the system',
    /<\|(?:im_start|system|endoftext)\|>|\[\/?(?:INST|SYSTEM)\]|^\s{0,8}(?:#{1,4}\s)?SYSTEM (?:OVERRIDE|UPDATE|NOTICE|MESSAGE)\b/i,
  ],
  [
    'unlocks the model',
    /\b(?:you are now|act as|enter|enable)\b.{0,30}\b(?:DAN|developer mode|jailbroken|unrestricted|god mode|no restrictions)\b/i,
  ],
];
/** Text that people do not see: tag characters, bidi overrides, and runs of zero-width characters. */
const HIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['hides text in tag characters', /[\u{E0020}-\u{E007E}]{3}/u],
  ['reorders its characters', /[\u202A-\u202E\u2066-\u2069]/],
  ['hides text in zero-width characters', /[\u200B-\u200D\u2060\uFEFF]{6}/],
];

/** Lines of an agent's own files that read like somebody else's orders. */
export function findPoison(text: string, isSettings: boolean): readonly Poison[] {
  const found: Poison[] = [];
  for (const [index, raw] of text.split('\n').slice(0, LINES_MAX).entries()) {
    const line = raw.slice(0, LINE_LENGTH_MAX);
    const what = whatIsWrong(line, isSettings);
    if (what !== null)
      found.push({ line: index + 1, what, shown: visible(line.trim()).slice(0, SHOWN_LENGTH) });
  }
  return found;
}

function whatIsWrong(line: string, isSettings: boolean): string | null {
  if (line.trim() === '') return null;
  const hidden = HIDDEN.find(([, pattern]) => pattern.test(line));
  if (hidden !== undefined) return hidden[0];
  // Comments in Markdown are not shown, and read all the same.
  const run = findSuspicion(line.replace(/^[\s>*#-]{1,20}/, ''), isSettings);
  if (run !== null) return run;
  if (isSettings) return null;
  return SIGNS.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
}

function visible(text: string): string {
  return text.replace(/[\u200B-\u200D\u2060\uFEFF\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu, '·');
}

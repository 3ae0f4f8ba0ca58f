import { sha256 } from '@clawnex/shared/kernel/ids.ts';

/** What is wrong with a line of text that agents load as instructions. */
export interface WordSign {
  readonly rule: 'override' | 'exfiltration' | 'secrecy' | 'hidden';
  /** From 1. */
  readonly line: number;
  readonly words: string;
  /** The same for the same text, wherever it stands. */
  readonly mark: string;
}

/** Enough to tell the lines of one file apart. */
const MARK_LENGTH = 12;
/** Starts a sequence that moves the cursor or hides text in a terminal. */
const ESCAPE = '\u001B[';
const LINE_LENGTH_MAX = 4_000;
const LINES_MAX = 20_000;

const OVERRIDE =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|other|safety|system)\b.{0,30}\b(?:instructions?|rules?|guidelines?|prompts?|polic(?:y|ies)|warnings?)\b/i;
const SECRECY =
  /\b(?:do not|don't|never)\s(?:tell|inform|show|mention|reveal|ask)\b.{0,40}\b(?:the )?(?:user|owner|human|operator|permission|confirmation)\b/i;
const SECRET_THING =
  /\.ssh\b|\bid_(?:rsa|ed25519|ecdsa)\b|\b(?:ssh|private|api|secret) keys?\b|\.env\b|\.aws\b|\bcredentials?\b|\bpasswords?\b|\btokens?\b|\bkeychain\b/i;
const SENDING =
  /\b(?:send|post|upload|exfiltrate|transmit|forward|submit|curl|wget|copy|include|append|put)\b/i;
const ADDRESS = /\bhttps?:\/\/[^\s)"'`]{3,300}/i;
// Characters that no editor shows: tags, zero width, and those that turn the direction of text.
const HIDDEN = /[\u200B\u2060\u2062-\u2064\u202A-\u202E\u2066-\u2069]|\uDB40[\uDC00-\uDC7F]/;

/** Lines that override the agent's rules, send secrets away, or cannot be seen. One sign for each line, the worst. */
export function scanWords(text: string): WordSign[] {
  const found: WordSign[] = [];
  for (const [index, row] of text.split('\n', LINES_MAX).entries()) {
    const line = row.slice(0, LINE_LENGTH_MAX);
    const at = index + 1;
    const mark = sha256(line).slice(0, MARK_LENGTH);
    if (SECRET_THING.test(line) && SENDING.test(line) && ADDRESS.test(line))
      found.push({
        rule: 'exfiltration',
        line: at,
        mark,
        words: 'tells the agent to send secrets to an address',
      });
    else if (OVERRIDE.test(line))
      found.push({ rule: 'override', line: at, mark, words: 'tells the agent to set its rules aside' });
    else if (HIDDEN.test(line))
      found.push({ rule: 'hidden', line: at, mark, words: 'holds characters that no reader sees' });
    else if (SECRECY.test(line) && SENDING.test(line))
      found.push({ rule: 'secrecy', line: at, mark, words: 'tells the agent to act behind the user’s back' });
  }
  return found;
}

/** Hidden characters or an escape sequence in a short text such as a tool's description. */
export function hasHiddenText(text: string): boolean {
  return HIDDEN.test(text) || text.includes(ESCAPE);
}

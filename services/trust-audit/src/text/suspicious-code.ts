import { judgeCommand } from './remote-command.ts';

export interface CodeSign {
  readonly rule: string;
  /** From 1. */
  readonly line: number;
}

/** A line longer than this is data, or code that was made unreadable; its start tells enough. */
const LINE_LENGTH_MAX = 4_000;
const LINES_MAX = 20_000;

const RULES: readonly { readonly rule: string; readonly sign: RegExp }[] = [
  {
    rule: 'dangerous-exec',
    sign: /\bchild_process\b|\bexecSync\s?\(|\bos\.system\s?\(|\bsubprocess\.(?:run|call|Popen|check_output)\b/,
  },
  {
    rule: 'dynamic-code-execution',
    sign: /\beval\s?\(|\bnew Function\s?\(|\bexec\s?\(\s?(?:base64|codecs|compile)\b/,
  },
];
const READS_ENVIRONMENT = /\bprocess\.env\b|\bos\.environ\b/;
const SENDS = /\bfetch\s?\(|\bhttps?\.request\b|\baxios\b|\brequests\.(?:post|put)\b|\bcurl\b/;

/** Calls that an attacker needs, in code or a skill's text: the first line of each kind. */
export function scanCode(text: string): CodeSign[] {
  const found = new Map<string, number>();
  const meet = (rule: string, line: number) => {
    if (!found.has(rule)) found.set(rule, line);
  };
  let environment = 0;
  let sends = 0;
  for (const [index, row] of text.split('\n', LINES_MAX).entries()) {
    const line = row.slice(0, LINE_LENGTH_MAX);
    for (const { rule, sign } of RULES) if (sign.test(line)) meet(rule, index + 1);
    if (judgeCommand(line) !== null) meet('shell-pipe-to-shell', index + 1);
    if (environment === 0 && READS_ENVIRONMENT.test(line)) environment = index + 1;
    if (sends === 0 && SENDS.test(line)) sends = index + 1;
  }
  if (environment > 0 && sends > 0) meet('env-harvesting', environment);
  return [...found].map(([rule, line]) => ({ rule, line }));
}

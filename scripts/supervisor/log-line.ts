import { z } from 'zod';

/** Numbers of pino's levels. */
const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const COLOURS: Readonly<Record<string, string>> = {
  warn: '\u001b[33m',
  error: '\u001b[31m',
  fatal: '\u001b[31m',
};
const RESET = '\u001b[0m';
const NAME_WIDTH = 13;

const LogRecord = z.looseObject({
  level: z.number(),
  time: z.string(),
  msg: z.string().default(''),
  ready: z.boolean().optional(),
  err: z.looseObject({ message: z.string() }).optional(),
});

export interface LogLine {
  /** What to print, without a line break. */
  readonly text: string;
  /** The daemon said that it is ready. */
  readonly ready: boolean;
  readonly fatal: string | null;
}

/** Turns one line of a daemon's output into one line for a person; lines that are not ours pass as they are. */
export function readLogLine(name: string, raw: string, colour: boolean): LogLine {
  const prefix = name.padEnd(NAME_WIDTH);
  let parsed: ReturnType<typeof LogRecord.safeParse>;
  try {
    parsed = LogRecord.safeParse(JSON.parse(raw));
  } catch {
    return { text: `${prefix} ${raw}`, ready: false, fatal: null };
  }
  if (!parsed.success) return { text: `${prefix} ${raw}`, ready: false, fatal: null };
  const { level, time, msg, ready, err } = parsed.data;
  const word = LEVELS[level] ?? 'info';
  const detail = err === undefined ? '' : ` (${err.message})`;
  const paint = colour ? (COLOURS[word] ?? '') : '';
  const text = `${time.slice(11, 23)} ${prefix} ${paint}${word.padEnd(5)} ${msg}${detail}${paint === '' ? '' : RESET}`;
  return { text, ready: ready === true, fatal: word === 'fatal' ? `${msg}${detail}` : null };
}

import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { ORIGINS, type Origin } from '@clawnex/proto/scan.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { z } from 'zod';
import { StepError } from '../bring/report.ts';

const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  origin: z.enum(ORIGINS).optional(),
});

/** Scans line by line: the next line is read when the last result has gone out, so memory stays flat. */
export async function scanLines(input: Readable, output: Writable, origin: Origin): Promise<void> {
  const ruleset = builtinRuleset();
  let number = 0;
  for await (const line of splitLines(input)) {
    number++;
    if (line.trim() === '') continue;
    const { id, text, origin: own } = readLine(line, number);
    const start = process.hrtime.bigint();
    const result = scan({ text, origin: own ?? origin }, ruleset);
    const us = Number((process.hrtime.bigint() - start) / 1_000n);
    const detections = result.detections.map(({ rule, category, severity, spans }) => ({
      rule,
      category,
      severity,
      spans,
    }));
    const { verdict, score } = result;
    if (!output.write(`${JSON.stringify({ id, verdict, score, detections, us })}\n`))
      await once(output, 'drain');
  }
}

function readLine(line: string, number: number): z.infer<typeof Line> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new StepError(`Line ${number} is not JSON: one {"id","text","origin"?} a line.`);
  }
  const parsed = Line.safeParse(value);
  if (!parsed.success) throw new StepError(`Line ${number}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Lines end with a line feed and nothing else: JSON may hold other separators. */
async function* splitLines(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let pieces: string[] = [];
  for await (const chunk of input) {
    // A stream with an encoding gives strings.
    const parts = String(chunk).split('\n');
    pieces.push(parts[0] ?? '');
    for (const part of parts.slice(1)) {
      yield pieces.join('');
      pieces = [part];
    }
  }
  const last = pieces.join('');
  if (last !== '') yield last;
}

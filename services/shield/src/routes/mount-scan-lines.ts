import { GUARDRAIL_TEXT_LENGTH_MAX, ScanLine, scanLines } from '@clawnex/proto/http/shield.ts';
import { type MountOptions, mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { ANSWER_HEADERS } from '@clawnex/shared/kernel/http/result.ts';
import { describeIssue } from '@clawnex/shared/policy/describe-issue.ts';
import type { Context, Hono } from 'hono';
import { scanTexts, type TextScannerOptions } from './scan-texts.ts';

/** JSON may need six letters for one of a text, and some for the rest of its line. */
const LINE_LENGTH_MAX = 6 * GUARDRAIL_TEXT_LENGTH_MAX + 1_024;

/**
 * `POST /v1/scan/lines`: a stream of lines in, a stream of lines out, in order. The next line is read when the last
 * result was taken, so that neither side holds more than one. Only what is not clean is recorded.
 */
export function mountScanLines(app: Hono, options: MountOptions<unknown>, scanner: TextScannerOptions): void {
  mountRoute(app, scanLines, options, ({ context }) => {
    const lines = readLines(context.req.raw.body);
    const encoder = new TextEncoder();
    let number = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        for (;;) {
          const next = await lines.next();
          if (next.done === true) {
            controller.close();
            return;
          }
          number += 1;
          if (next.value.trim() === '') continue;
          const result = await scanLine(scanner, context, next.value, number);
          controller.enqueue(encoder.encode(`${JSON.stringify(result)}\n`));
          return;
        }
      },
      async cancel() {
        await lines.return(undefined);
      },
    });
    const headers = { ...ANSWER_HEADERS, 'content-type': 'application/x-ndjson; charset=utf-8' };
    return { ok: true, response: new Response(stream, { status: 200, headers }) };
  });
}

async function scanLine(
  scanner: TextScannerOptions,
  context: Context,
  text: string,
  line: number,
): Promise<object> {
  const parsed = parseLine(text);
  if (!parsed.ok) return { line, error: { code: 'bad_request', message: parsed.message } };
  const { id, origin } = parsed.line;
  const startedUs = scanner.clock.monotonicUs();
  const answer = await scanTexts(scanner, context, 'api', [{ text: parsed.line.text, origin }], false);
  if (!answer.ok) return { id, line, error: { code: answer.code, message: answer.message } };
  const us = scanner.clock.monotonicUs() - startedUs;
  const [scanned] = answer.scanned;
  const detections = (scanned?.result.detections ?? []).map(({ rule, category, severity, spans }) => ({
    ...{ rule, category, severity, spans },
  }));
  return { id, verdict: scanned?.verdict ?? 'review', score: scanned?.result.score ?? 0, detections, us };
}

function parseLine(
  text: string,
): { ok: true; line: ReturnType<typeof ScanLine.parse> } | { ok: false; message: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: 'it is not JSON: one {"id","text","origin"?} a line' };
  }
  const parsed = ScanLine.safeParse(value);
  if (parsed.success) return { ok: true, line: parsed.data };
  const [issue] = parsed.error.issues;
  const { where, message } = issue === undefined ? { where: '', message: '' } : describeIssue(issue);
  return { ok: false, message: `${where}: ${message}` };
}

/** Lines end with a line feed and nothing else: JSON may hold other separators. One that never ends is cut off. */
async function* readLines(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string, undefined> {
  if (body === null) return;
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of body) {
    const parts = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = parts.pop() ?? '';
    yield* parts;
    if (held.length > LINE_LENGTH_MAX) {
      yield held.slice(0, LINE_LENGTH_MAX);
      return;
    }
  }
  held += decoder.decode();
  if (held !== '') yield held;
}

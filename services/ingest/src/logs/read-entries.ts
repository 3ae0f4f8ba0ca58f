import { LOG_BODY_BYTES_MAX } from '@clawnex/proto/http/ingest.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { splitBody, splitLines } from './split-body.ts';

/**
 * Up to here a body is read whole and its form found out. After an outage LiteLLM posts everything it kept in one body
 * (50,000 records of 14 KB), newline-delimited as our configuration asks for: such a body is taken line by line.
 */
const WHOLE_BYTES_MAX = 4 * 1024 ** 2;

export type EntriesRead =
  | { readonly ok: true; readonly entries: readonly unknown[]; readonly unreadable: number }
  | HttpFailure;

/** The records of a body, a part at a time, so that memory does not grow with it. A failure is the last part. */
export async function* readEntries(body: ReadableStream<Uint8Array> | null): AsyncGenerator<EntriesRead> {
  const decoder = new TextDecoder();
  let text = '';
  let byLine = false;
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > WHOLE_BYTES_MAX) byLine ||= !text.trimStart().startsWith('[');
      if (byLine) {
        const end = text.lastIndexOf('\n') + 1;
        if (end > 0) yield { ok: true, ...splitLines(text.slice(0, end)) };
        text = text.slice(end);
      }
      if (text.length > LOG_BODY_BYTES_MAX) {
        yield failure(
          'too_large',
          'The body is too large to be read at once: set log_format to ndjson.',
          'body',
        );
        return;
      }
    }
  } catch {
    yield failure('bad_request', 'The body ended before it was whole.', 'body');
    return;
  }
  text += decoder.decode();
  if (byLine) yield { ok: true, ...splitLines(text) };
  else {
    const split = splitBody(text);
    yield split.ok ? split : failure('bad_request', split.message, 'body');
  }
}

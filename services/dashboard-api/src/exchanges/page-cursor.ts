import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';

/** The last row of a page: the next one starts right after it, whatever was added meanwhile. */
export interface PageCursor {
  readonly at_ms: number;
  readonly seq: number;
}

export function encodeCursor(cursor: PageCursor): string {
  return `${cursor.at_ms}_${cursor.seq}`;
}

export function decodeCursor(
  text: string | undefined,
): { ok: true; cursor: PageCursor | null } | HttpFailure {
  if (text === undefined) return { ok: true, cursor: null };
  const match = /^(\d{1,16})_(\d{1,16})$/.exec(text);
  const [at_ms, seq] = [Number(match?.[1]), Number(match?.[2])];
  if (!Number.isSafeInteger(at_ms) || !Number.isSafeInteger(seq)) {
    return failure('bad_request', 'query.cursor: pass `next` of the page before, unchanged.', 'query.cursor');
  }
  return { ok: true, cursor: { at_ms, seq } };
}

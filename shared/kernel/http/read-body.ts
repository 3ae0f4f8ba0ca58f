import { failure, type HttpFailure } from './result.ts';

/**
 * Reads a request's body as text, up to a limit in bytes. Counts what arrives: a missing or false Content-Length
 * changes nothing.
 */
export async function readBody(
  request: Request,
  bytesMax: number,
): Promise<{ ok: true; text: string } | HttpFailure> {
  const tooLarge = failure('too_large', `The body is larger than ${bytesMax} bytes.`, 'body');
  try {
    return await readUpTo(request, bytesMax, tooLarge);
  } catch {
    // The client hung up or sent a broken body: nobody is left to be told, and nothing here is wrong.
    return failure('bad_request', 'The body ended before it was whole.', 'body');
  }
}

async function readUpTo(
  request: Request,
  bytesMax: number,
  tooLarge: HttpFailure,
): Promise<{ ok: true; text: string } | HttpFailure> {
  const announced = Number(request.headers.get('content-length') ?? '0');
  if (announced > bytesMax) return tooLarge;
  if (announced > 0 || request.body === null) return { ok: true, text: await request.text() };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      return tooLarge;
    }
    chunks.push(value);
  }
  return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
}

/** Parses JSON; says where it broke without quoting the text. */
export function parseJson(text: string): { ok: true; value: unknown } | HttpFailure {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return failure('bad_request', 'The body is not valid JSON.', 'body');
  }
}

import type { AdvisorySet } from './advisory.ts';
import { readBundle, signerOf, type TrustedKey } from './bundle.ts';

/** A slow mirror; what takes longer is tried again at the next turn. */
const DEADLINE_MS = 60_000;
const BUNDLE_BYTES_MAX = 64 * 1_048_576;
const SIGNATURE_BYTES_MAX = 4_096;

export type Fetched =
  | { readonly ok: true; readonly set: AdvisorySet }
  | { readonly ok: false; readonly message: string };

/**
 * Fetches a bundle and its signature (`<url>.sig`) from the one address that an admin configured. Follows no redirect,
 * sends nothing but the request, and takes only what a trusted key signed.
 */
export async function fetchBundle(
  url: string,
  keys: readonly TrustedKey[],
  now_ms: number,
): Promise<Fetched> {
  const bundle = await fetchBytes(url, BUNDLE_BYTES_MAX);
  if (typeof bundle === 'string') return { ok: false, message: bundle };
  const signature = await fetchBytes(`${url}.sig`, SIGNATURE_BYTES_MAX);
  if (typeof signature === 'string') return { ok: false, message: signature };
  const signed_by = signerOf(bundle, signature.toString('utf8'), keys);
  if (signed_by === null) return { ok: false, message: `No trusted key signed the advisories at ${url}.` };
  const read = readBundle(bundle, {
    name: new URL(url).hostname,
    dated_ms: now_ms,
    table_package: 'npm/openclaw',
  });
  if (!read.ok) return { ok: false, message: `The advisories at ${url} cannot be read. ${read.message}` };
  return { ok: true, set: { ...read.set, signed_by } };
}

/** The bytes, or the exact reason why there are none. */
async function fetchBytes(url: string, bytesMax: number): Promise<Buffer | string> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(DEADLINE_MS) });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      return `${url} answered ${answer.status} ${answer.statusText}.`.replace(' .', '.');
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      if (bytes > bytesMax) return `${url} sent more than ${bytesMax} bytes.`;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    return `${url} could not be fetched: ${reasonOf(error)}.`;
  }
}

/** fetch hides the system's reason (ENOTFOUND, ECONNREFUSED) in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}

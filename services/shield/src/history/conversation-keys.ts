import { createHash } from 'node:crypto';
import type { Origin } from '@clawnex/proto/scan.ts';

interface KeyedBlock {
  readonly hash: string;
  readonly origin: Origin;
  readonly place: number | null;
}

export interface ConversationName {
  /** Who calls, as LiteLLM's authentication says: no caller's memory reaches another's conversations. */
  readonly keyHash: string;
  readonly traceId: string | undefined;
}

/**
 * Keys under which the blocked blocks of a conversation are remembered, by index of the block.
 *
 * Each block has two: by trace id, for clients that name their session; and by everything that was said up to and
 * including the block, because LiteLLM invents a trace id per call where the client names none. The same words
 * before it make it the same conversation. The system prompt is left out of them: runtimes put the time of day into it.
 */
export function conversationKeys(
  { keyHash, traceId }: ConversationName,
  blocks: readonly KeyedBlock[],
  wanted: (index: number) => boolean,
): Map<number, string[]> {
  const said = createHash('sha256').update(`${keyHash}\n`);
  const keys = new Map<number, string[]>();
  const spoken = [...blocks.entries()].filter(([, block]) => block.place !== null);
  spoken.sort(([, a], [, b]) => (a.place ?? 0) - (b.place ?? 0));
  for (const [index, block] of spoken) {
    if (block.origin !== 'system') said.update(`${block.origin} ${block.hash}\n`);
    if (!wanted(index)) continue;
    const bySaid = `said ${said.copy().update(block.hash).digest('base64url')}`;
    const byTrace = traceId === undefined ? [] : [traceKey(keyHash, traceId, block)];
    keys.set(index, [...byTrace, bySaid]);
  }
  return keys;
}

function traceKey(keyHash: string, traceId: string, block: KeyedBlock): string {
  const parts = JSON.stringify([keyHash, traceId, block.hash]);
  return `trace ${createHash('sha256').update(parts).digest('base64url')}`;
}

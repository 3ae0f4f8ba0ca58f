import { REDACTED_BLOCK_NOTICE } from '@clawnex/shared/detection/redact-block.ts';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { TEXT_KEYS } from './read-messages.ts';
import { isRecord } from './tool-blocks.ts';

/** The messages with the notice in place of every text that has one of the hashes; all else as it came. */
export function replaceInMessages(messages: readonly unknown[], hashes: ReadonlySet<string>): unknown[] {
  // Reading bounded the depth: messages past it are refused before anything is replaced.
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string')
      return hashes.has(sha256(value.toWellFormed())) ? REDACTED_BLOCK_NOTICE : value;
    if (Array.isArray(value)) return value.map(replace);
    if (!isRecord(value)) return value;
    const changed = { ...value };
    for (const key of TEXT_KEYS) if (key in changed) changed[key] = replace(changed[key]);
    return changed;
  };
  return messages.map(replace);
}

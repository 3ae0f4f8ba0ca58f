import type { Origin } from '@clawnex/proto/scan.ts';
import type { Item } from '../sources/item.ts';
import { argumentLines } from './argument-lines.ts';

/** What of an item is scanned, and as whose; null when there is nothing to scan. */
export function scannedText(item: Item): { readonly text: string; readonly origin: Origin } | null {
  if (item.kind === 'tool_call') {
    return {
      text: [item.tool ?? 'unknown', ...argumentLines(item.arguments)].join('\n'),
      origin: 'tool_call',
    };
  }
  if (item.text === undefined || item.text === '' || item.origin === undefined) return null;
  return { text: item.text, origin: item.origin };
}

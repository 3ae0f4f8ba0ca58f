import type { Origin } from '@clawnex/proto/scan.ts';
import type { Utterance } from './read-messages.ts';

/** From the least to the most trusted author: where a text could be by several, the least trusted one counts. */
const SUSPICION: readonly Origin[] = ['tool_result', 'user', 'assistant', 'system'];

interface Placed extends Utterance {
  readonly place: number;
}

interface MappedTexts {
  /** Origin of each text, in order. */
  readonly origins: readonly Origin[];
  /** Place of each text in the conversation. */
  readonly places: readonly number[];
  /** The tool that gave each text back, where that is known. */
  readonly tools: readonly (string | undefined)[];
  /** Texts of messages that are not among the texts: they cannot be rewritten, but they are judged too. */
  readonly unmatched: readonly Placed[];
}

/**
 * Says who wrote each of `texts` by finding it in the messages, in order. A text that only stands elsewhere gets the least
 * trusted of its authors; one that stands nowhere is a tool's result if any result was not found, otherwise the user's.
 */
export function mapOrigins(texts: readonly (string | null)[], utterances: readonly Utterance[]): MappedTexts {
  const inOrder = matchInOrder(texts, utterances);
  if (inOrder !== null) return inOrder;
  const places = new Map<string, { positions: number[]; next: number }>();
  for (const [position, { text }] of utterances.entries()) {
    const place = places.get(text);
    if (place === undefined) places.set(text, { positions: [position], next: 0 });
    else place.positions.push(position);
  }
  const matched = new Uint8Array(utterances.length);
  let cursor = 0;
  const positions: number[] = [];
  const tools: (string | undefined)[] = [];
  const found = texts.map((text, index): Origin | undefined => {
    // A text that stands nowhere has its place after the one before it.
    positions[index] = cursor - 1 + (index + 1) / (texts.length + 1);
    const place = text === null ? undefined : places.get(text);
    if (place === undefined) return undefined;
    while ((place.positions[place.next] ?? Number.POSITIVE_INFINITY) < cursor) place.next += 1;
    const position = place.positions[place.next];
    if (position === undefined) {
      for (const earlier of place.positions) matched[earlier] = 1;
      return leastTrusted(place.positions.map((earlier) => utterances[earlier]?.origin));
    }
    place.next += 1;
    positions[index] = position;
    cursor = position + 1;
    matched[position] = 1;
    tools[index] = utterances[position]?.tool;
    return utterances[position]?.origin;
  });
  const unmatched = utterances
    .map((utterance, place) => ({ ...utterance, place }))
    .filter(({ place }) => matched[place] === 0);
  const fallback = unmatched.some((utterance) => utterance.origin === 'tool_result') ? 'tool_result' : 'user';
  return { origins: found.map((origin) => origin ?? fallback), places: positions, tools, unmatched };
}

/** The ordinary case, without hashing any text: every text stands in the messages, in order. Null for all others. */
function matchInOrder(
  texts: readonly (string | null)[],
  utterances: readonly Utterance[],
): MappedTexts | null {
  const origins: Origin[] = [];
  const places: number[] = [];
  const tools: (string | undefined)[] = [];
  const unmatched: Placed[] = [];
  let next = 0;
  for (const text of texts) {
    let utterance = utterances[next++];
    while (utterance !== undefined && utterance.text !== text) {
      unmatched.push({ ...utterance, place: next - 1 });
      utterance = utterances[next++];
    }
    if (utterance === undefined) return null;
    origins.push(utterance.origin);
    tools.push(utterance.tool);
    places.push(next - 1);
  }
  for (const utterance of utterances.slice(next)) unmatched.push({ ...utterance, place: next++ });
  return { origins, places, tools, unmatched };
}

function leastTrusted(origins: readonly (Origin | undefined)[]): Origin | undefined {
  return SUSPICION.find((origin) => origins.includes(origin));
}

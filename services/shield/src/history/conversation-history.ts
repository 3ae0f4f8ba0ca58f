import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import type { Check } from '../judge/check.ts';
import { boundedName } from '../record/bounded-name.ts';
import { BlockedMemory } from './blocked-memory.ts';
import { type ConversationName, conversationKeys } from './conversation-keys.ts';

/**
 * Knows which blocks of a conversation were refused before. Such a block, once other blocks follow it, may be cut from
 * the history instead of refusing every later turn. One that cannot be rewritten (an attached file) stays refused.
 */
export class ConversationHistory {
  readonly #memory: BlockedMemory;

  constructor(clock: Clock) {
    this.#memory = new BlockedMemory(clock);
  }

  get size(): number {
    return this.#memory.size;
  }

  /** Whether each hostile block is a refused one of this conversation's past. */
  findRefused(check: Check, hostile: readonly boolean[]): boolean[] {
    const refused = hostile.map(() => false);
    if (check.request.input_type !== 'request' || !hostile.includes(true)) return refused;
    const last = check.blocks.reduce((latest, { place }) => Math.max(latest, place ?? -1), -1);
    const isPast = (index: number) => {
      const place = check.blocks[index]?.place ?? null;
      return hostile[index] === true && place !== null && place < last;
    };
    const requestHash = check.requestHash();
    for (const [index, keys] of conversationKeys(nameOf(check.request), check.blocks, isPast)) {
      const refusedIn = this.#memory.recall(keys);
      // The very same request again is a retry of what was refused, not a conversation that goes on.
      if (refusedIn === undefined || refusedIn === requestHash) continue;
      refused[index] = true;
      this.#memory.remember(keys, refusedIn);
    }
    // LiteLLM takes either texts or messages: what stands in the texts only cannot be cut beside what stands in the messages only.
    const cut = check.blocks.filter((_, index) => refused[index]);
    if (
      cut.some(({ place, textIndex }) => textIndex !== null && !Number.isInteger(place)) &&
      cut.some(({ textIndex }) => textIndex === null)
    ) {
      return refused.map((isRefused, index) => isRefused && check.blocks[index]?.textIndex !== null);
    }
    return refused;
  }

  /** Remembers the blocks for which a request or an answer was refused. */
  remember(check: Check, isHostile: (index: number) => boolean): void {
    const keys = conversationKeys(nameOf(check.request), check.blocks, isHostile);
    for (const blockKeys of keys.values()) this.#memory.remember(blockKeys, check.requestHash());
  }
}

function nameOf(request: GuardrailBody): ConversationName {
  return {
    keyHash: boundedName(request.request_data?.['user_api_key_hash']) ?? '',
    traceId: boundedName(request.litellm_trace_id),
  };
}

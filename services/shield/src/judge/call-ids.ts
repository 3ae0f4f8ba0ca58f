import { newId } from '@clawnex/shared/kernel/ids.ts';
import { RecentMap } from '../recent-map.ts';

/** Calls of the last minutes: an id is given to another call soon or never. */
const CALLS_MAX = 50_000;

interface Use {
  readonly requestHash: string;
  /** Under which the exchange is recorded: the id itself for the first call that had it. */
  readonly recordedAs: string;
}

/**
 * LiteLLM takes a call's id from the caller where one is given, also the same for several calls. The second call with
 * another request is recorded under an id of its own, so that two calls do not become one exchange.
 */
export class CallIds {
  readonly #uses = new RecentMap<Use>(CALLS_MAX);

  /** A request under this id: the id to record it under, and whether another call had it. */
  request(
    callId: string,
    requestHash: string,
    nowMs: number,
  ): { readonly id: string; readonly reused: boolean } {
    const before = this.#uses.get(callId);
    if (before?.requestHash === requestHash)
      return { id: before.recordedAs, reused: before.recordedAs !== callId };
    const recordedAs = before === undefined ? callId : newId(nowMs);
    this.#uses.set(callId, { requestHash, recordedAs });
    return { id: recordedAs, reused: before !== undefined };
  }

  /** An answer belongs to the last request under its id. */
  response(callId: string): string {
    return this.#uses.get(callId)?.recordedAs ?? callId;
  }
}

import type { HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { RecentMap } from '../recent-map.ts';
import type { Outcome } from './answer-guardrail.ts';

/** LiteLLM posts a check again at once when its connection broke: seconds of traffic are enough. */
const ENTRIES_MAX = 10_000;

export type Worked = { readonly ok: true; readonly outcome: Outcome } | HttpFailure;

/** Outcomes by event id: a check that is posted twice gets the same answer and is recorded once. */
export class AnsweredCalls {
  readonly #outcomes = new RecentMap<Promise<Worked>>(ENTRIES_MAX);

  /** The outcome given or being worked out for this id; otherwise works it out. A failure is not kept. */
  async once(id: string, work: () => Promise<Worked>): Promise<Worked> {
    const known = this.#outcomes.get(id);
    if (known !== undefined) return await known;
    const working = work();
    this.#outcomes.set(id, working);
    let isDone = false;
    try {
      const worked = await working;
      isDone = worked.ok;
      return worked;
    } finally {
      if (!isDone) this.#outcomes.delete(id);
    }
  }
}

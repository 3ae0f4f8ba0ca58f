import { RecentMap } from './recent-map.ts';

/** Things remembered. Results follow their calls closely; the oldest are forgotten. */
const REMEMBERED_MAX = 4_096;

export interface RememberedCall {
  readonly tool: string;
  /** The entry that held the call. */
  readonly entry: string;
  /** Whether it went through a dispatcher, which names the tool inside its arguments. */
  readonly dispatched: boolean;
}

/** What entries say about later ones: which tool a call was for, which model answers and what. Lost at a restart, which costs names only. */
export class SessionMemory {
  readonly #calls = new RecentMap<RememberedCall>(REMEMBERED_MAX);
  readonly #models = new RecentMap<string>(REMEMBERED_MAX);
  readonly #answers = new RecentMap<string>(REMEMBERED_MAX);

  rememberCall(session: string, callId: string | undefined, call: RememberedCall): void {
    if (callId !== undefined) this.#calls.set(`${session} ${callId}`, call);
  }

  findCall(session: string, callId: string | undefined): RememberedCall | undefined {
    return callId === undefined ? undefined : this.#calls.get(`${session} ${callId}`);
  }

  rememberModel(session: string, model: string | undefined): void {
    if (model !== undefined) this.#models.set(session, model);
  }

  findModel(session: string): string | undefined {
    return this.#models.get(session);
  }

  rememberAnswer(session: string, text: string | undefined): void {
    if (text !== undefined) this.#answers.set(session, text);
  }

  /** What the model said last. */
  findAnswer(session: string): string | undefined {
    return this.#answers.get(session);
  }
}

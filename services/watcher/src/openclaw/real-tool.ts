import { DispatchDetails } from './entry.ts';
import { isRecord } from './is-record.ts';

/** The tool through which 2026.9 calls every tool that it does not offer by name. */
const DISPATCHER = 'tool_call';
/** Calls whose results may still come. Results follow their calls closely; the oldest are forgotten. */
const CALLS_REMEMBERED_MAX = 4_096;

export interface RealCall {
  readonly tool: string;
  readonly args: unknown;
  readonly dispatched: boolean;
}

/** What is really called: the dispatcher names the tool and its arguments inside its own. */
export function unwrapCall(name: string, args: unknown): RealCall {
  if (name !== DISPATCHER || !isRecord(args) || typeof args['id'] !== 'string' || args['id'] === '') {
    return { tool: name, args, dispatched: false };
  }
  return { tool: shortToolName(args['id']), args: args['args'], dispatched: true };
}

/** `openclaw:core:web_fetch` is web_fetch. */
function shortToolName(id: string): string {
  return id.split(':').at(-1) || id;
}

/** Remembers which tool a call was for, until its result comes. */
export class CalledTools {
  readonly #calls = new Map<string, RealCall>();

  remember(session: string, callId: string | undefined, call: RealCall): void {
    if (callId === undefined) return;
    this.#calls.set(`${session} ${callId}`, call);
    if (this.#calls.size <= CALLS_REMEMBERED_MAX) return;
    const [oldest] = this.#calls.keys();
    if (oldest !== undefined) this.#calls.delete(oldest);
  }

  find(session: string, callId: string | undefined): RealCall | undefined {
    return callId === undefined ? undefined : this.#calls.get(`${session} ${callId}`);
  }

  /** The tool of a result: what its call was for, else what the result itself says. */
  ofResult(
    session: string,
    callId: string | undefined,
    name: string | undefined,
    details: unknown,
  ): string | undefined {
    if (name !== DISPATCHER) return name;
    const said = DispatchDetails.safeParse(details);
    return this.find(session, callId)?.tool ?? (said.success ? shortToolName(said.data.tool.name) : name);
  }
}

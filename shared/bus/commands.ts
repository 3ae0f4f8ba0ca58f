import { answerPrefix, commandsOf } from '@clawnex/proto/broker.ts';
import {
  COMMANDS,
  CommandFailure,
  type CommandRequest,
  type CommandResponse,
  type CommandVerb,
} from '@clawnex/proto/commands.ts';
import type { BrokerUser, DaemonName } from '@clawnex/proto/daemons.ts';
import { commandSubject } from '@clawnex/proto/subjects.ts';
import { createInbox, type Msg } from 'nats';
import type { DaemonContext } from '../kernel/lifecycle.ts';
import type { Bus } from './connect.ts';
import { type RequestEnd, requestAnswer } from './request-answer.ts';

/** Answers, or refuses with a code and a sentence. A throw is a bug: the caller gets `internal`. */
export type CommandHandlers = {
  readonly [V in CommandVerb]?: (request: CommandRequest<V>) => Promise<CommandResponse<V> | CommandFailure>;
};

type AnyHandler = (request: unknown) => Promise<unknown>;

/** Serves a daemon's commands whenever the broker is there. `health` comes from the context. Throws when one is missing. */
export function serveCommands(context: DaemonContext, bus: Bus, handlers: CommandHandlers): void {
  const served: CommandHandlers = { health: async () => context.health.snapshot(), ...handlers };
  const verbs = commandsOf(context.name).map((verb) => {
    // Each handler is called with what its own verb's schema parsed.
    const handler = served[verb] as AnyHandler | undefined;
    if (handler === undefined) throw new TypeError(`${context.name} must serve the command ${verb}`);
    return { verb, handler };
  });
  bus.onConnected((connection) => {
    for (const { verb, handler } of verbs) {
      connection.subscribe(commandSubject(context.name, verb), {
        callback: (error, message) => {
          if (error === null) void answer(context, verb, handler, message);
        },
      });
    }
  });
}

async function answer(
  context: DaemonContext,
  verb: CommandVerb,
  handler: AnyHandler,
  message: Msg,
): Promise<void> {
  const body = await respond(context, verb, handler, message.data);
  try {
    message.respond(JSON.stringify(body));
  } catch (error) {
    // The connection ended meanwhile: the caller has timed out or will.
    context.log.debug({ err: error, verb }, 'an answer could not be sent');
  }
}

async function respond(
  context: DaemonContext,
  verb: CommandVerb,
  handler: AnyHandler,
  data: Uint8Array,
): Promise<unknown> {
  const request = COMMANDS[verb].request.safeParse(parseJson(data));
  if (!request.success) return failure('bad_request', `${verb}: the request is not what its schema says.`);
  try {
    const result = await handler(request.data);
    const refused = CommandFailure.safeParse(result);
    return refused.success ? refused.data : COMMANDS[verb].response.parse(result);
  } catch (error) {
    context.log.error({ err: error, verb }, 'a command failed');
    context.health.error(`The command ${verb} failed.`);
    return failure('internal', `${verb} failed in ${context.name}. Its log has the details.`);
  }
}

function failure(code: string, message: string): CommandFailure {
  return { error: { code, message } };
}

function parseJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(data).toString('utf8'));
  } catch {
    return undefined;
  }
}

export type CommandAnswer<V extends CommandVerb> =
  | { readonly ok: true; readonly value: CommandResponse<V> }
  /** `unavailable`: broker or daemon away; `timed_out`; `refused`: not this user's to send; else the daemon's own code. */
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Sends a command and waits for its answer, at most the command's deadline. Does not throw. */
export async function requestCommand<V extends CommandVerb>(
  bus: Bus,
  daemon: DaemonName,
  verb: V,
  request: CommandRequest<V>,
): Promise<CommandAnswer<V>> {
  const connection = bus.connection();
  if (connection === null) return { ok: false, code: 'unavailable', message: 'The broker is away.' };
  const answer = await requestAnswer(connection, commandSubject(daemon, verb), JSON.stringify(request), {
    reply: createInbox(answerPrefix(bus.user, daemon)),
    timeout_ms: COMMANDS[verb].deadline_ms,
  });
  if (typeof answer === 'string') return explain(answer, bus.user, daemon, verb);
  return readAnswer(daemon, verb, parseJson(answer.data));
}

function readAnswer<V extends CommandVerb>(daemon: DaemonName, verb: V, answer: unknown): CommandAnswer<V> {
  const failure = CommandFailure.safeParse(answer);
  if (failure.success) return { ok: false, ...failure.data.error };
  const response = COMMANDS[verb].response.safeParse(answer);
  if (!response.success) {
    return { ok: false, code: 'internal', message: `${daemon} answered ${verb} with something else.` };
  }
  // The schema is this verb's own, so its output is this verb's response.
  return { ok: true, value: response.data as CommandResponse<V> };
}

function explain<V extends CommandVerb>(
  end: RequestEnd,
  user: BrokerUser,
  daemon: DaemonName,
  verb: V,
): CommandAnswer<V> {
  const { deadline_ms } = COMMANDS[verb];
  switch (end) {
    case 'no_responder':
      return { ok: false, code: 'unavailable', message: `${daemon} is not running.` };
    case 'disconnected':
      return { ok: false, code: 'unavailable', message: 'The broker went away.' };
    case 'refused':
      return { ok: false, code: 'refused', message: `${user} may not send ${verb} to ${daemon}.` };
    case 'timed_out':
      return {
        ok: false,
        code: 'timed_out',
        message: `${daemon} did not answer ${verb} in ${deadline_ms} ms.`,
      };
  }
}

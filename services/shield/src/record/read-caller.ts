import type { Caller } from '@clawnex/proto/events/exchange.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { boundedName, type ClientNames } from './bounded-name.ts';

/** Who called, as LiteLLM's authentication says; what the client itself says (its user agent) is masked. */
export function readCaller(request: GuardrailBody, names: ClientNames): Caller {
  const data = request.request_data ?? {};
  const caller: Caller = {};
  const key_hash = boundedName(data['user_api_key_hash']);
  if (key_hash !== undefined) caller.key_hash = key_hash;
  const key_alias = boundedName(data['user_api_key_alias']);
  if (key_alias !== undefined) caller.key_alias = key_alias;
  const user = boundedName(data['user_api_key_user_id']);
  if (user !== undefined) caller.user = user;
  const team = boundedName(data['user_api_key_team_alias']) ?? boundedName(data['user_api_key_team_id']);
  if (team !== undefined) caller.team = team;
  const end_user = names.mask(data['user_api_key_end_user_id']);
  if (end_user !== undefined) caller.end_user = end_user;
  const user_agent = names.mask(readHeader(request, 'user-agent'));
  if (user_agent !== undefined) caller.user_agent = user_agent;
  return caller;
}

/** A client's header as LiteLLM passes it on; names are lower case there. */
export function readHeader(request: GuardrailBody, name: string): string | undefined {
  const value = request.request_headers?.[name];
  return typeof value === 'string' ? value : undefined;
}

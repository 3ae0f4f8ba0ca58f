import type { Subject } from '@clawnex/shared/policy/subject.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { boundedName } from '../record/bounded-name.ts';

/** OpenClaw's session keys begin with the agent: `agent:mail:main`. */
const SESSION_OF_AGENT = /^agent:([^:]{1,128}):/;

export interface Known {
  readonly subject: Subject;
  /** What the client says of itself and nothing proves. */
  readonly claimed: { readonly agent?: string | undefined };
}

/**
 * Whose call it is. LiteLLM's authentication comes first; where one key serves all agents, the session's name says which
 * agent it is, and whoever holds that key can say so.
 */
export function readSubject(request: GuardrailBody, host: string): Known {
  const data = request.request_data ?? {};
  const session = boundedName(request.litellm_trace_id);
  const claimedAgent =
    SESSION_OF_AGENT.exec(session ?? '')?.[1] ?? boundedName(data['user_api_key_end_user_id']);
  const key = boundedName(data['user_api_key_alias']);
  return {
    subject: {
      host,
      route: 'litellm',
      instance: boundedName(data['user_api_key_team_alias']) ?? boundedName(data['user_api_key_team_id']),
      agent: key ?? claimedAgent,
      key,
      key_hash: boundedName(data['user_api_key_hash']),
      session,
      model: boundedName(request.model),
    },
    claimed: { agent: claimedAgent },
  };
}

import { secretsEqual } from '../secrets.ts';
import type { Gate } from './mount-route.ts';
import { failure } from './result.ts';

/**
 * Lets `public` routes through and asks all others for the daemon's token, as `x-api-key` or `Authorization: Bearer`.
 * The right status matters: agents' runtimes disable a provider's key for a minute on 401, but LiteLLM alone sees this one.
 */
export function tokenGate(token: string): Gate<null> {
  return (context, access) => {
    if (access === 'public') return { ok: true, caller: null };
    if (access !== 'token') return failure('forbidden', 'This daemon has no such route.');
    const bearer = /^Bearer (.{1,512})$/.exec(context.req.header('authorization') ?? '')?.[1];
    const given = context.req.header('x-api-key') ?? bearer;
    if (given === undefined || !secretsEqual(given, token)) {
      return failure(
        'bad_credentials',
        'Send the token of this daemon as x-api-key or Authorization: Bearer.',
      );
    }
    return { ok: true, caller: null };
  };
}

import { signIn } from '@clawnex/proto/http/dashboard/session.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { answerSignedIn, attemptOf } from '../sessions/session-answer.ts';

export function mountSignIn(app: Hono, api: Api): void {
  mountRoute(app, signIn, api.visitors, async ({ body, caller, context }) => {
    const signedIn = await api.signIn.attempt(attemptOf(body, caller, context));
    return signedIn.ok ? answerSignedIn(api.sessions, signedIn.token, api.clock.now()) : signedIn;
  });
}

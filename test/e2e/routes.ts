import type { Protocol } from '../litellm/fake-provider.ts';

export const PROTOCOLS = ['chat', 'messages', 'responses'] as const satisfies readonly Protocol[];

/** One way in which an agent talks to the proxy. */
export interface Route {
  readonly protocol: Protocol;
  readonly stream: boolean;
  readonly name: string;
}

export const ROUTES: readonly Route[] = PROTOCOLS.flatMap((protocol) => [
  { protocol, stream: false, name: protocol },
  { protocol, stream: true, name: `${protocol}, streamed` },
]);

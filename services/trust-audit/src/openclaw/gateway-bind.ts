import { at, type Node, textAt } from '../settings/node.ts';
import type { Instance } from './instance.ts';
import { type Judgement, judgeDefault, quote, unknownValue } from './judgement.ts';

const BIND = ['gateway', 'bind'];
const CUSTOM_HOST = ['gateway', 'customBindHost'];
const TAILSCALE = ['gateway', 'tailscale', 'mode'];

/** Whether the gateway's port is open to more than this machine. */
export function judgeBind(instance: Instance, node: Node): Judgement {
  const bind = at(node, ...BIND);
  if (bind === undefined) return judgeDefault(instance, BIND, '"loopback"', 'safe');
  switch (textAt(bind)) {
    case 'loopback':
      return { state: 'safe', keys: BIND, evidence: quote(bind) };
    case 'lan':
    case 'auto':
    case 'tailnet':
      return { state: 'weak', keys: BIND, evidence: quote(bind) };
    case 'custom':
      return judgeCustom(node, quote(bind));
    default:
      return unknownValue(BIND, bind);
  }
}

/** Whether Tailscale publishes the gateway on the internet. Null where it is not set: the default is off. */
export function judgeFunnel(node: Node): Judgement | null {
  const mode = at(node, ...TAILSCALE);
  if (mode === undefined) return null;
  const text = textAt(mode);
  if (text === 'funnel') return { state: 'weak', keys: TAILSCALE, evidence: quote(mode) };
  if (text === 'off' || text === 'serve') return { state: 'safe', keys: TAILSCALE, evidence: quote(mode) };
  return unknownValue(TAILSCALE, mode);
}

function judgeCustom(node: Node, evidence: string): Judgement {
  const host = at(node, ...CUSTOM_HOST);
  const text = textAt(host);
  if (host === undefined || text === undefined)
    return {
      state: 'unknown',
      keys: BIND,
      evidence,
      reason: 'bind is "custom" and gateway.customBindHost is not set.',
    };
  const isLoopback = text === 'localhost' || text === '::1' || /^127(?:\.\d{1,3}){3}$/.test(text);
  return { state: isLoopback ? 'safe' : 'weak', keys: BIND, evidence: `${evidence}; ${quote(host)}` };
}

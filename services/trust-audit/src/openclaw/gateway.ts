import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import {
  LAN_FROM_INTERNET,
  LOOPBACK,
  OPEN,
  TOKEN,
  TOKEN_ON_LOOPBACK,
  WEAK_SECRET,
} from '../graph/strengths.ts';
import { at, type Node, textAt, textsAt } from '../settings/node.ts';
import type { Variables } from './read-env-file.ts';

/** What OpenClaw's own guidance asks of a gateway secret. */
export const SECRET_LENGTH_MIN = 24;
/** A secret of so few different characters is a placeholder, whatever its length. */
const SECRET_VARIETY_MIN = 6;
const PLACEHOLDERS =
  /^(?:undefined|null|changeme|change-me|password|secret|token|test|your[-_ ].*|example.*)$/i;
const BINDS = ['loopback', 'lan', 'auto', 'tailnet', 'custom'];
const MODES = ['none', 'token', 'password', 'trusted-proxy'];
/** Tailnets are joined by invitation. */
const TAILNET = 0.3;

/** A secret, judged and not kept. */
export interface SecretView {
  readonly state: 'absent' | 'weak' | 'strong' | 'unknown';
  readonly length: number | null;
  readonly isLiteral: boolean;
  readonly where: string;
  /** Equal values have equal marks within one reading. */
  readonly mark: string | null;
}

export interface Gateway {
  /** `open`: nothing asked. */
  readonly auth: 'open' | 'weak' | 'strong' | 'unknown';
  readonly mode: string;
  readonly modeSetting: Node | undefined;
  readonly kind: 'token' | 'password';
  readonly secret: SecretView;
  readonly reach: 'loopback' | 'tailnet' | 'lan' | 'internet';
  readonly bind: Node | undefined;
  readonly tailscale: string;
  readonly strength: { readonly internet: number; readonly stranger: number };
  readonly guards: readonly string[];
  readonly unknown: readonly Node[];
}

export function readGateway(root: Node, env: Variables): Gateway {
  const bind = at(root, 'gateway', 'bind');
  const modeSetting = at(root, 'gateway', 'auth', 'mode');
  const token = viewSecret(at(root, 'gateway', 'auth', 'token'), env, 'OPENCLAW_GATEWAY_TOKEN');
  const password = viewSecret(at(root, 'gateway', 'auth', 'password'), env, 'OPENCLAW_GATEWAY_PASSWORD');
  const written = textAt(modeSetting);
  const mode = written ?? (token.state === 'absent' && password.state !== 'absent' ? 'password' : 'token');
  const kind = mode === 'password' ? 'password' : 'token';
  const secret = kind === 'password' ? password : token;
  const tailscale = textAt(root, 'gateway', 'tailscale', 'mode') ?? 'off';
  const reach = reachOf(root, textAt(bind) ?? 'loopback', tailscale);
  const auth = authOf(root, mode, secret);
  const closed =
    auth === 'open' ? OPEN : auth === 'weak' ? WEAK_SECRET : reach === 'loopback' ? TOKEN_ON_LOOPBACK : TOKEN;
  const loose = reach === 'loopback' && auth !== 'strong' && auth !== 'unknown' ? closed * LOOPBACK : closed;
  const internet =
    reach === 'lan' ? loose * LAN_FROM_INTERNET : reach === 'tailnet' ? loose * TAILNET : loose;
  return {
    auth,
    mode,
    modeSetting,
    kind,
    secret,
    reach,
    bind,
    tailscale,
    strength: { internet, stranger: reach === 'tailnet' ? loose * TAILNET : loose },
    guards: [
      ...(reach === 'loopback'
        ? ['listens on loopback']
        : [`reached from the ${reach === 'internet' ? 'internet' : 'network'}`]),
      ...(auth === 'open'
        ? ['asks for nothing']
        : auth === 'weak'
          ? [`a ${kind} that is easily guessed`]
          : [`asks for a ${kind}`]),
    ],
    unknown: [
      ...(bind !== undefined && !BINDS.includes(textAt(bind) ?? '') ? [bind] : []),
      ...(modeSetting !== undefined && !MODES.includes(written ?? '') ? [modeSetting] : []),
    ],
  };
}

function reachOf(root: Node, bind: string, tailscale: string): Gateway['reach'] {
  if (tailscale === 'funnel') return 'internet';
  if (bind === 'lan' || bind === 'auto' || bind === '0.0.0.0') return 'lan';
  if (bind === 'custom')
    return isLoopback(textAt(root, 'gateway', 'customBindHost') ?? '') ? 'loopback' : 'lan';
  return bind === 'tailnet' || tailscale === 'serve' ? 'tailnet' : 'loopback';
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function authOf(root: Node, mode: string, secret: SecretView): Gateway['auth'] {
  if (mode === 'none') return 'open';
  if (mode === 'trusted-proxy') {
    if (textsAt(root, 'gateway', 'trustedProxies').length === 0) return 'open';
    const users = textsAt(root, 'gateway', 'auth', 'trustedProxy', 'allowUsers');
    return users.length === 0 ? 'weak' : 'strong';
  }
  if (secret.state === 'absent') return 'open';
  return secret.state === 'weak' ? 'weak' : secret.state === 'unknown' ? 'unknown' : 'strong';
}

/** Looks at a secret without keeping it. A missing key is filled by its variable, as OpenClaw does. */
export function viewSecret(setting: Node | undefined, env: Variables, variable: string): SecretView {
  const fromEnv = env.get(variable);
  if (setting === undefined) {
    if (fromEnv === undefined)
      return { state: 'absent', length: null, isLiteral: false, where: '', mark: null };
    return judge(fromEnv, false, `${variable} in .env`);
  }
  const where = `~${setting.place.file}:${setting.place.line} ${setting.place.pointer}`;
  const text = textAt(setting);
  const named = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text ?? '')?.[1];
  const resolved = named === undefined ? undefined : env.get(named);
  if (resolved !== undefined) return judge(resolved, false, `${where}, ${named} in .env`);
  // A reference that only the gateway's own environment can fill, or a secret store: set, and not seen.
  if (text === undefined || text.includes('$' + '{'))
    return {
      state: setting.kind === 'scalar' && text === undefined ? 'absent' : 'unknown',
      length: null,
      isLiteral: false,
      where,
      mark: null,
    };
  return judge(text, true, where);
}

function judge(secret: string, isLiteral: boolean, where: string): SecretView {
  const isWeak =
    secret.length < SECRET_LENGTH_MIN ||
    new Set(secret).size < SECRET_VARIETY_MIN ||
    PLACEHOLDERS.test(secret);
  return {
    state: secret === '' ? 'absent' : isWeak ? 'weak' : 'strong',
    length: secret.length,
    isLiteral,
    where,
    mark: sha256(secret),
  };
}

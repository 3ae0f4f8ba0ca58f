import { aimSet } from '../../fixes/aim-patch.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { isLoopback, SECRET_LENGTH_MIN } from '../../openclaw/gateway.ts';
import { gatewayId } from '../../openclaw/graph-ids.ts';
import { at, flagAt, itemsAt, textAt, textsAt, toPlain } from '../../settings/node.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { always, atLeast, through } from '../weights.ts';
import { hitAt, openclawCheck } from './openclaw-check.ts';

const isExposed = ({ gateway }: OpenClawFacts) => gateway.reach !== 'loopback';
const byGateway = ({ instance }: OpenClawFacts) => through(gatewayId(instance));
const isTrue = (node: Parameters<typeof flagAt>[0]) => flagAt(node) === true;
const RATE_LIMIT = { maxAttempts: 10, windowMs: 60_000, lockoutMs: 300_000, exemptLoopback: false };

/** A new secret, kept out of the settings. */
function askForToken(facts: OpenClawFacts) {
  return [
    aimSet(facts.root, ['gateway', 'auth', 'mode'], 'token'),
    aimSet(facts.root, ['gateway', 'auth', 'token'], `\${OPENCLAW_GATEWAY_TOKEN}`),
    { kind: 'variable', file: `${facts.instance.folder}/.env`, name: 'OPENCLAW_GATEWAY_TOKEN' } as const,
  ];
}
const NEW_TOKEN = 'A new token is made; clients have to be given it.';

export const gatewayChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-01',
    title: 'The gateway listens beyond this machine',
    why: 'Whoever reaches the port can try its secret, and with it controls every agent, its tools and its sessions. On loopback only programs of this machine can.',
    severity: 'critical',
    vendor: ['gateway.bind_no_auth', 'gateway.bind_network_accessible'],
    references: ['owasp-asi.asi03-2026'],
    rules: [
      {
        keys: ['gateway', 'bind'],
        isBad: (node, { root }) =>
          ['lan', 'auto', 'tailnet', '0.0.0.0', '::'].includes(textAt(node) ?? '') ||
          (textAt(node) === 'custom' && !isLoopback(textAt(root, 'gateway', 'customBindHost') ?? '')),
        after: 'loopback',
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
        say: (_node, { gateway }) => gateway.guards.join(', '),
        side_effects:
          'Other machines reach the gateway only through a tunnel, such as ssh -L 18789:127.0.0.1:18789.',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-02',
    title: 'The gateway asks nobody for a secret',
    why: 'Any program that reaches the port, a web page in a browser of this machine and everyone behind a proxy or tunnel can command the agents.',
    severity: 'high',
    vendor: ['gateway.loopback_no_auth', 'gateway.http.no_auth', 'browser.control_no_auth'],
    references: ['owasp-asi.asi03-2026'],
    more: (facts) =>
      facts.gateway.auth !== 'open' || facts.gateway.mode === 'trusted-proxy'
        ? []
        : [
            hitAt(
              facts,
              facts.gateway.modeSetting === undefined ? ['gateway', 'auth'] : ['gateway', 'auth', 'mode'],
              {
                weight: atLeast('medium', gatewayId(facts.instance)),
                patches: askForToken(facts),
                say: `${facts.gateway.guards.join(', ')}. The gateway's own environment was not read`,
                side_effects: NEW_TOKEN,
                isSecret: facts.gateway.modeSetting === undefined,
              },
            ),
          ],
  }),
  openclawCheck({
    id: 'OC-03',
    title: 'The gateway’s secret is short or a placeholder',
    why: 'A short secret is guessed, and then the gateway asks nobody.',
    severity: 'high',
    vendor: [
      'gateway.token_too_short',
      'gateway.password_too_short',
      'gateway.token_placeholder_value',
      'gateway.password_placeholder_value',
    ],
    more: (facts) =>
      facts.gateway.secret.state !== 'weak' || !['token', 'password'].includes(facts.gateway.mode)
        ? []
        : [
            hitAt(facts, ['gateway', 'auth', facts.gateway.kind], {
              weight: atLeast('medium', gatewayId(facts.instance)),
              patches: askForToken(facts),
              say: `a ${facts.gateway.kind} of ${facts.gateway.secret.length ?? 0} characters; ${SECRET_LENGTH_MIN} random ones are asked for`,
              side_effects: NEW_TOKEN,
              isSecret: true,
            }),
          ],
  }),
  openclawCheck({
    id: 'OC-04',
    title: 'The control page takes requests from any web page',
    why: 'A page that the owner visits can then speak to the gateway with the owner’s browser.',
    severity: 'high',
    vendor: [
      'gateway.control_ui.allowed_origins_wildcard',
      'gateway.control_ui.allowed_origins_required',
      'gateway.control_ui.host_header_origin_fallback',
    ],
    rules: [
      {
        keys: ['gateway', 'controlUi', 'allowedOrigins'],
        isBad: (node) => textsAt(node).includes('*'),
        whenAbsent: (facts) =>
          isExposed(facts) && flagAt(facts.root, 'gateway', 'controlUi', 'enabled') !== false,
        after: (node, { root }) => [
          ...textsAt(node).filter((origin) => origin !== '*'),
          `http://127.0.0.1:${portOf(root)}`,
        ],
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
        side_effects: 'Pages from other addresses are refused; add the exact ones that you use.',
      },
      {
        keys: ['gateway', 'controlUi', 'dangerouslyAllowHostHeaderOriginFallback'],
        isBad: isTrue,
        after: false,
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
        title: 'The control page trusts the Host header for its origin',
      },
      {
        keys: ['gateway', 'controlUi', 'dangerouslyDisableDeviceAuth'],
        isBad: isTrue,
        after: false,
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
        title: 'The control page asks for no paired device',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-06',
    title: 'A tunnel publishes the gateway',
    why: 'Everyone on the internet (funnel) or in the tailnet (serve) reaches the gateway’s port.',
    severity: 'critical',
    vendor: ['gateway.tailscale_funnel', 'gateway.tailscale_serve'],
    rules: [
      {
        keys: ['gateway', 'tailscale', 'mode'],
        isBad: (node) => textAt(node) === 'funnel',
        after: 'off',
        weigh: (facts) => atLeast('high', gatewayId(facts.instance)),
      },
      {
        keys: ['gateway', 'tailscale', 'mode'],
        isBad: (node) => textAt(node) === 'serve',
        after: 'off',
        weigh: byGateway,
      },
      {
        keys: ['hooks', 'gmail', 'tailscale', 'mode'],
        isBad: (node) => textAt(node) === 'funnel',
        after: 'off',
        weigh: () => always('medium'),
        title: 'A tunnel publishes the mail hook',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-07',
    title: 'The exposed gateway does not slow down guessing',
    why: 'Without a limit a secret can be tried thousands of times in a minute.',
    severity: 'medium',
    vendor: ['gateway.auth_no_rate_limit'],
    rules: [
      {
        keys: ['gateway', 'auth', 'rateLimit'],
        isBad: () => false,
        whenAbsent: (facts) => isExposed(facts) && facts.gateway.mode !== 'trusted-proxy',
        after: RATE_LIMIT,
        weigh: () => always('medium'),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-29',
    title: 'Sign-in is left to a proxy, and not tied to it',
    why: 'With trusted-proxy, whoever can send the proxy’s header is signed in: only its address and named users keep others out.',
    severity: 'high',
    vendor: [
      'gateway.trusted_proxy_auth',
      'gateway.trusted_proxy_no_proxies',
      'gateway.trusted_proxy_no_user_header',
      'gateway.trusted_proxy_no_allowlist',
      'gateway.trusted_proxy_allow_loopback',
      'gateway.trusted_proxy_device_auto_approve',
      'gateway.trusted_proxy_device_auto_approve_admin',
    ],
    more: findProxyHits,
  }),
  openclawCheck({
    id: 'OC-49',
    title: 'The sender’s address is taken from a header',
    why: 'Checks for “local client” then believe what a request says about itself.',
    severity: 'medium',
    vendor: ['gateway.real_ip_fallback_enabled'],
    rules: [
      {
        keys: ['gateway', 'allowRealIpFallback'],
        isBad: isTrue,
        after: false,
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-50',
    title: 'No proxy in front of the control page is trusted',
    why: 'As long as no proxy stands in front this does no harm. With one, every visitor looks local.',
    severity: 'info',
    vendor: ['gateway.trusted_proxies_missing'],
    rules: [
      {
        keys: ['gateway', 'trustedProxies'],
        isBad: (node) => textsAt(node).length === 0,
        whenAbsent: ({ root }) => flagAt(root, 'gateway', 'controlUi', 'enabled') !== false,
        after: ['127.0.0.1'],
        weigh: () => always('info'),
      },
    ],
  }),
];

function findProxyHits(facts: OpenClawFacts): Hit[] {
  const { root, gateway, instance } = facts;
  if (gateway.mode !== 'trusted-proxy') return [];
  const auth = ['gateway', 'auth', 'trustedProxy'];
  const weight = atLeast('high', gatewayId(instance));
  const hits: Hit[] = [];
  const proxies = textsAt(root, 'gateway', 'trustedProxies');
  const wide = proxies.filter((proxy) => /\/(?:\d|1\d|2[0-3])$/.test(proxy));
  if (proxies.length === 0 || wide.length > 0)
    hits.push(
      hitAt(facts, ['gateway', 'trustedProxies'], {
        weight,
        patches: [aimSet(root, ['gateway', 'trustedProxies'], ['127.0.0.1'])],
        say:
          proxies.length === 0
            ? 'no proxy is named, so anyone may be one'
            : 'a whole network may be the proxy',
        side_effects: 'Only a proxy on this machine is believed; name the exact address of another one.',
      }),
    );
  if (textsAt(root, ...auth, 'allowUsers').length === 0)
    hits.push(
      hitAt(facts, [...auth, 'allowUsers'], {
        weight: atLeast('medium', gatewayId(instance)),
        patches: [aimSet(root, [...auth, 'allowUsers'], ['owner'])],
        title: 'Everyone whom the proxy lets in is an operator',
        side_effects: 'Replace "owner" by the user names that may sign in.',
      }),
    );
  if (textAt(root, ...auth, 'userHeader') === undefined)
    hits.push(
      hitAt(facts, [...auth, 'userHeader'], {
        weight,
        patches: [aimSet(root, [...auth, 'userHeader'], 'x-forwarded-user')],
        title: 'The header that names the user is not set',
      }),
    );
  if (flagAt(root, ...auth, 'allowLoopback') === true)
    hits.push(
      hitAt(facts, [...auth, 'allowLoopback'], {
        weight: always('medium'),
        patches: [aimSet(root, [...auth, 'allowLoopback'], false)],
        title: 'Every program of this machine may be the proxy',
      }),
    );
  if (flagAt(root, ...auth, 'deviceAutoApprove', 'enabled') === true) {
    const scopes = itemsAt(root, ...auth, 'deviceAutoApprove', 'scopes').map(toPlain);
    const isAdmin = scopes.length === 0 || scopes.includes('operator.admin');
    hits.push(
      hitAt(facts, [...auth, 'deviceAutoApprove', 'enabled'], {
        weight: isAdmin ? weight : always('medium'),
        patches: [aimSet(root, [...auth, 'deviceAutoApprove', 'enabled'], false)],
        title: isAdmin
          ? 'New devices become administrators by themselves'
          : 'New devices are paired by themselves',
        side_effects: 'New devices wait for approval.',
      }),
    );
  }
  return hits;
}

function portOf(root: OpenClawFacts['root']): number {
  const port = at(root, 'gateway', 'port');
  return port?.kind === 'scalar' && typeof port.value === 'number' ? port.value : 18_789;
}

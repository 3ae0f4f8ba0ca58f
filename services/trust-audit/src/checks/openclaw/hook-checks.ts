import { aimSet, setAt } from '../../fixes/aim-patch.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { gatewayId, hookId } from '../../openclaw/graph-ids.ts';
import { entriesAt, flagAt, type Node, textAt, textsAt } from '../../settings/node.ts';
import type { Hit, TrustCheck, Weight } from '../trust-check.ts';
import { always, atLeast } from '../weights.ts';
import { eased, hitAt, openclawCheck } from './openclaw-check.ts';

const areOn = ({ root }: OpenClawFacts) => flagAt(root, 'hooks', 'enabled') === true;
const byHooks = ({ instance }: OpenClawFacts): Weight => atLeast('medium', hookId(instance));
const NEW_TOKEN = 'A new token is made; what calls the hooks has to be given it.';
const isTrue = (node: Node) => flagAt(node) === true;
/** Node commands that act on a person's devices. */
const DEVICE_COMMAND =
  /^(?:camera|screen|sms|contacts|calendar|reminders|photos|location|health|desktop|input|file)\b/;
/** Tools that the HTTP interface denies unless they are listed again. */
const DENIED_OVER_HTTP =
  /^(?:exec|process|bash|sessions_spawn|sessions_send|gateway|cron|automations|plugins|nodes|\*|group:)/;

export const hookChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-20',
    title: 'The webhook endpoint is weakly guarded',
    why: 'Webhooks start runs of agents with text that outsiders wrote.',
    severity: 'high',
    vendor: [
      'hooks.token_too_short',
      'hooks.token_reuse_gateway_token',
      'hooks.path_root',
      'hooks.allowed_agent_ids_unrestricted',
      'hooks.request_session_key_enabled',
      'hooks.request_session_key_prefixes_missing',
      'hooks.default_session_key_unset',
      'config.insecure_or_dangerous_flags',
    ],
    references: ['owasp-asi.asi01-2026'],
    rules: [
      {
        keys: ['hooks', 'path'],
        isBad: (node, facts) => areOn(facts) && textAt(node) === '/',
        after: '/hooks',
        weigh: byHooks,
        title: 'The webhook endpoint takes every path',
      },
      {
        keys: ['hooks', 'allowedAgentIds'],
        isBad: (node, facts) => areOn(facts) && (textsAt(node).includes('*') || textsAt(node).length === 0),
        whenAbsent: areOn,
        after: (_node, { agents }) => [agents.find(({ isDefault }) => isDefault)?.id ?? 'main'],
        weigh: byHooks,
        title: 'A webhook may start any agent',
      },
      {
        keys: ['hooks', 'allowRequestSessionKey'],
        isBad: (node, facts) => areOn(facts) && isTrue(node),
        after: false,
        weigh: byHooks,
        title: 'A webhook chooses the session that it writes into',
      },
      {
        keys: ['hooks', 'allowedSessionKeyPrefixes'],
        isBad: (node, facts) =>
          areOn(facts) &&
          flagAt(facts.root, 'hooks', 'allowRequestSessionKey') === true &&
          textsAt(node).length === 0,
        whenAbsent: (facts) => areOn(facts) && flagAt(facts.root, 'hooks', 'allowRequestSessionKey') === true,
        after: ['hook:'],
        weigh: byHooks,
        title: 'A webhook may write into any session',
      },
      {
        keys: ['hooks', 'defaultSessionKey'],
        isBad: () => false,
        whenAbsent: areOn,
        after: 'hook:ingress',
        weigh: () => always('low'),
        title: 'Each webhook starts a session of its own',
      },
      {
        keys: ['hooks', 'mappings', '*', 'allowUnsafeExternalContent'],
        isBad: (node, facts) => areOn(facts) && isTrue(node),
        after: false,
        weigh: (facts) => atLeast('medium', `${hookId(facts.instance)}:content`),
        title: 'Text of outsiders reaches the agent unmarked',
      },
      {
        keys: ['hooks', 'gmail', 'allowUnsafeExternalContent'],
        isBad: (node, facts) => areOn(facts) && isTrue(node),
        after: false,
        weigh: (facts) => atLeast('medium', `${hookId(facts.instance)}:content`),
        title: 'Mail reaches the agent unmarked',
      },
    ],
    more: findTokenHits,
  }),
  openclawCheck({
    id: 'OC-38',
    title: 'Paired devices take dangerous commands',
    why: 'Camera, screen, messages and contacts of paired devices are then one call away from an injected instruction.',
    severity: 'high',
    vendor: ['gateway.nodes.allow_commands_dangerous', 'gateway.nodes.deny_commands_ineffective'],
    rules: [
      {
        keys: ['gateway', 'nodes', 'commands', 'allow'],
        isBad: (node) => textsAt(node).some((command) => DEVICE_COMMAND.test(command)),
        after: (node) => textsAt(node).filter((command) => !DEVICE_COMMAND.test(command)),
        weigh: (facts) => atLeast('medium', 'resource:devices', gatewayId(facts.instance)),
      },
      {
        keys: ['gateway', 'nodes', 'commands', 'deny'],
        isBad: (node) => textsAt(node).some((command) => /[\s*?|;&]/.test(command)),
        after: (node) => textsAt(node).filter((command) => !/[\s*?|;&]/.test(command)),
        weigh: () => always('low'),
        title: 'Denied device commands are patterns, and patterns are not matched',
        side_effects: 'Name the exact commands, such as system.run.',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-39',
    title: 'The gateway’s HTTP interface runs dangerous tools',
    why: 'By default these tools are denied over HTTP; listing them makes one request enough to run a command.',
    severity: 'high',
    vendor: ['gateway.tools_invoke_http.dangerous_allow'],
    rules: [
      {
        keys: ['gateway', 'tools', 'allow'],
        isBad: (node) => textsAt(node).some((tool) => DENIED_OVER_HTTP.test(tool)),
        after: (node) => textsAt(node).filter((tool) => !DENIED_OVER_HTTP.test(tool)),
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-40',
    title: 'Callers of the HTTP interface choose the session',
    why: 'Whoever holds the gateway’s secret can continue any session through /v1/chat/completions or /v1/responses.',
    severity: 'info',
    vendor: ['gateway.http.session_key_override_enabled'],
    more: (facts) =>
      entriesAt(facts.root, 'gateway', 'http', 'endpoints')
        .filter(([, endpoint]) => flagAt(endpoint, 'enabled') === true)
        .map(([name]) =>
          hitAt(facts, ['gateway', 'http', 'endpoints', name, 'enabled'], {
            weight: always('info'),
            patches: [aimSet(facts.root, ['gateway', 'http', 'endpoints', name, 'enabled'], false)],
            side_effects: 'Programs that use this interface stop working.',
          }),
        ),
  }),
  openclawCheck({
    id: 'OC-37',
    title: 'The control page offers a shell of the host',
    why: 'Whoever is signed in as administrator types commands on this machine, past every approval.',
    severity: 'medium',
    vendor: [],
    rules: [
      {
        keys: ['gateway', 'terminal', 'enabled'],
        isBad: isTrue,
        after: false,
        weigh: (facts) => atLeast('medium', gatewayId(facts.instance)),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-05',
    title: 'A guard is switched off by a dangerous flag',
    why: 'The product itself calls these settings dangerous: each one takes a guard away.',
    severity: 'medium',
    vendor: ['config.insecure_or_dangerous_flags'],
    more: findDangerousFlags,
  }),
];

function findTokenHits(facts: OpenClawFacts): Hit[] {
  if (!areOn(facts)) return [];
  const { hookToken, gateway, root, instance } = facts;
  const patches = [
    aimSet(root, ['hooks', 'token'], `\${OPENCLAW_HOOKS_TOKEN}`),
    { kind: 'variable', file: `${instance.folder}/.env`, name: 'OPENCLAW_HOOKS_TOKEN' } as const,
  ];
  const common = { weight: byHooks(facts), patches, side_effects: NEW_TOKEN, isSecret: true };
  const hits: Hit[] = [];
  if (hookToken.state === 'absent' || hookToken.state === 'weak')
    hits.push(
      hitAt(facts, ['hooks', 'token'], {
        ...common,
        title: 'The webhook token is short or missing',
        say: hookToken.length === null ? 'no token' : `${hookToken.length} characters`,
      }),
    );
  if (hookToken.mark !== null && hookToken.mark === gateway.secret.mark)
    hits.push(
      hitAt(facts, ['hooks', 'token'], {
        ...common,
        weight: atLeast('high', hookId(instance), gatewayId(instance)),
        title: 'The webhook token is also the gateway’s secret',
        say: 'whoever may call a hook may do everything',
        part: 'reuse',
      }),
    );
  return hits;
}

/** Told by other checks, each with its own words. */
const TOLD_ELSEWHERE = [
  'dangerouslyAllowHostHeaderOriginFallback',
  'dangerouslyDisableDeviceAuth',
  'dangerouslyAllowNameMatching',
  'dangerouslyAllowExternalBindSources',
  'dangerouslyAllowContainerNamespaceJoin',
  'dangerouslyAllowReservedContainerTargets',
];

function findDangerousFlags(facts: OpenClawFacts): Hit[] {
  const hits: Hit[] = [];
  const visit = (node: Node, keys: readonly string[]): void => {
    if (node.kind === 'array')
      for (const [index, item] of node.items.entries()) visit(item, [...keys, String(index)]);
    if (node.kind !== 'object') return;
    for (const [key, value] of node.entries) {
      if (/^dangerous/.test(key) && flagAt(value) === true && !TOLD_ELSEWHERE.includes(key))
        hits.push(
          hitAt(facts, [...keys, key], {
            node: value,
            weight:
              key === 'dangerouslyAllowPrivateNetwork'
                ? atLeast('low', 'resource:network')
                : eased('medium')(facts),
            patches: [setAt(value, false)],
            title: `A guard is switched off: ${key}`,
          }),
        );
      else visit(value, [...keys, key]);
    }
  };
  visit(facts.root, []);
  return hits;
}

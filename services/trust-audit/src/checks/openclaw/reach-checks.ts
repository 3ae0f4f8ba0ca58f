import { aimSet, setAt } from '../../fixes/aim-patch.ts';
import { isDangerousBind } from '../../openclaw/build-capabilities.ts';
import { agentsOfChannel } from '../../openclaw/channels.ts';
import type { AgentFacts, OpenClawFacts } from '../../openclaw/facts.ts';
import { agentId, capabilityId } from '../../openclaw/graph-ids.ts';
import { CONTROL_TOOLS, SESSION_TOOLS } from '../../openclaw/tool-names.ts';
import { at, flagAt, itemsAt, type Node, textAt, textsAt } from '../../settings/node.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { always, atLeast, quietThrough } from '../weights.ts';
import { agentsOf, eased, hitAt, openclawCheck } from './openclaw-check.ts';

const DANGEROUS_SANDBOX_FLAGS = [
  'dangerouslyAllowExternalBindSources',
  'dangerouslyAllowContainerNamespaceJoin',
  'dangerouslyAllowReservedContainerTargets',
];

export const reachChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-15',
    title: 'Outsiders reach tools that change the installation',
    why: 'Schedules, plugins and the gateway’s own settings outlive a conversation: one instruction that reaches them stays.',
    severity: 'critical',
    vendor: ['security.exposure.open_groups_with_control_plane_tools'],
    references: ['owasp-asi.asi02-2026'],
    more: findControlHits,
  }),
  openclawCheck({
    id: 'OC-17',
    title: 'The sandbox lets the host in',
    why: 'A mounted Docker socket, system folder or the host’s network makes a sandbox a detour, not a wall.',
    severity: 'critical',
    vendor: [
      'sandbox.dangerous_bind_mount',
      'sandbox.dangerous_network_mode',
      'sandbox.dangerous_seccomp_profile',
      'sandbox.dangerous_apparmor_profile',
      'sandbox.bind_mount_non_absolute',
      'sandbox.docker_config_mode_off',
    ],
    references: ['owasp-asi.asi05-2026'],
    more: (facts) => {
      const scopes = [
        { keys: ['agents', 'defaults', 'sandbox'], node: at(facts.root, 'agents', 'defaults', 'sandbox') },
        ...facts.agents.map(({ keys, own }) => ({ keys: [...keys, 'sandbox'], node: at(own, 'sandbox') })),
      ];
      return scopes.flatMap(({ keys, node }) =>
        node === undefined ? [] : findSandboxHits(facts, keys, node),
      );
    },
  }),
  openclawCheck({
    id: 'OC-18',
    title: 'Every agent sees and writes in every other agent’s sessions',
    why: 'The agent that is reached most easily then speaks for all the others.',
    severity: 'medium',
    vendor: [
      'security.trust_model.cross_agent_session_access_default',
      'security.trust_model.multi_user_heuristic',
    ],
    rules: [
      {
        keys: ['tools', 'sessions', 'visibility'],
        isBad: (node, facts) => textAt(node) === 'all' && sharesSessions(facts),
        whenAbsent: sharesSessions,
        after: 'agent',
        weigh: (facts) => ({ by: 'rule', severity: 'medium', agents: agentsOf(facts) }),
        side_effects: 'Agents list and read only their own sessions.',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-19',
    title: 'An agent with private data sends to any channel',
    why: 'What it read on one channel or in a file can be sent to a stranger on another.',
    severity: 'medium',
    vendor: [],
    rules: [
      {
        keys: ['tools', 'message', 'crossContext', 'allowAcrossProviders'],
        isBad: (node, facts) => flagAt(node) === true && facts.channels.length > 0,
        whenAbsent: (facts) =>
          new Set(facts.channels.map(({ channel }) => channel)).size > 1 &&
          facts.agents.some(({ tools }) => tools.has('message') && tools.has('read')),
        after: false,
        weigh: eased('medium'),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-24',
    title: 'The browser can be driven from elsewhere, or carries the owner’s sign-ins',
    why: 'Whoever drives the browser is signed in wherever it is.',
    severity: 'high',
    vendor: [
      'browser.remote_cdp_http',
      'browser.remote_cdp_private_host',
      'browser.extension_relay_legacy_auth',
      'browser.control_no_auth',
    ],
    rules: [
      {
        keys: ['browser', 'profiles', '*', 'cdpUrl'],
        isBad: (node) => isRemoteHttp(textAt(node)),
        after: 'http://127.0.0.1:9222',
        weigh: eased('high'),
        side_effects: 'Reach the other machine’s browser through a tunnel that ends at this port.',
      },
      {
        keys: ['browser', 'cdpUrl'],
        isBad: (node) => isRemoteHttp(textAt(node)),
        after: 'http://127.0.0.1:9222',
        weigh: eased('high'),
        side_effects: 'Reach the other machine’s browser through a tunnel that ends at this port.',
      },
      {
        keys: ['browser', 'extensionRelay', 'allowLegacyAuth'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('medium'),
      },
      {
        keys: ['browser', 'noSandbox'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('high'),
        title: 'The browser runs without its own sandbox',
      },
      {
        keys: ['browser', 'allowSystemProfileImport'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('medium'),
      },
      {
        keys: ['browser', 'profiles', '*', 'userDataDir'],
        isBad: (node) =>
          /(?:google-chrome|chromium|Google\/Chrome|BraveSoftware|Mozilla|firefox)/i.test(textAt(node) ?? ''),
        after: '~/.openclaw/browser/agent',
        weigh: eased('high'),
        title: 'The agent’s browser uses the owner’s profile',
      },
    ],
  }),
];

function sharesSessions({ agents, root }: OpenClawFacts): boolean {
  return (
    agents.length > 1 &&
    flagAt(root, 'tools', 'agentToAgent', 'enabled') !== false &&
    textsAt(root, 'tools', 'agentToAgent', 'allow').length === 0 &&
    agents.some(({ tools }) => SESSION_TOOLS.some((tool) => tools.has(tool)) || tools.has('session_status'))
  );
}

function isRemoteHttp(text: string | undefined): boolean {
  if (text === undefined) return false;
  return /^(?:http|ws):\/\//i.test(text) && !/^\w{2,5}:\/\/(?:127\.|localhost|\[::1\])/i.test(text);
}

/** Agents that a channel or a webhook leads to: pages that they fetch count in the graph, not here. */
function spokenTo(facts: OpenClawFacts): AgentFacts[] {
  const ids = new Set(
    facts.channels.flatMap(({ channel }) =>
      agentsOfChannel(facts.root, channel, facts.agents).map(({ id }) => id),
    ),
  );
  if (flagAt(facts.root, 'hooks', 'enabled') === true) {
    const allowed = textsAt(facts.root, 'hooks', 'allowedAgentIds');
    for (const { id } of facts.agents)
      if (allowed.length === 0 || allowed.includes('*') || allowed.includes(id)) ids.add(id);
  }
  return facts.agents.filter(({ id }) => ids.has(id));
}

function findControlHits(facts: OpenClawFacts): Hit[] {
  const reached = spokenTo(facts).filter(({ tools }) => CONTROL_TOOLS.some((tool) => tools.has(tool)));
  if (reached.length === 0) return [];
  // An agent's own list adds to the one for all, so this one holds for every agent.
  const keys = ['tools', 'deny'];
  const open = CONTROL_TOOLS.filter((tool) => reached.some(({ tools }) => tools.has(tool)));
  return [
    hitAt(facts, keys, {
      weight: quietThrough(...reached.map(({ id }) => capabilityId(facts.instance, id, 'control'))),
      patches: [
        aimSet(facts.root, keys, [...new Set([...textsAt(facts.root, ...keys), 'group:automation'])]),
      ],
      say: `agents ${reached.map(({ id }) => id).join(', ')} have ${open.join(', ')}`,
      side_effects:
        'Agents change schedules, plugins and the gateway no more; the owner does it with the openclaw command.',
      restart: null,
    }),
  ];
}

function findSandboxHits(facts: OpenClawFacts, keys: readonly string[], sandbox: Node): Hit[] {
  const hits: Hit[] = [];
  const docker = at(sandbox, 'docker');
  const execs = facts.agents.map(({ id }) => capabilityId(facts.instance, id, 'exec'));
  const active = facts.agents.some((agent) => agent.exec.sandboxed);
  const weight = atLeast(active ? 'high' : 'medium', ...execs);
  const binds = at(docker, 'binds');
  const bad = itemsAt(binds).filter((item) => item.kind === 'scalar' && isBadBind(String(item.value)));
  if (binds !== undefined && bad.length > 0)
    hits.push(
      hitAt(facts, [...keys, 'docker', 'binds'], {
        weight,
        patches: [
          setAt(
            binds,
            textsAt(binds).filter((bind) => !isBadBind(bind)),
          ),
        ],
        title: 'The sandbox mounts what it should keep out',
        side_effects: 'Commands in the sandbox see these folders no more.',
      }),
    );
  const network = at(docker, 'network');
  if (network !== undefined && /^(?:host|container:.*)$/.test(textAt(network) ?? ''))
    hits.push(
      hitAt(facts, [...keys, 'docker', 'network'], {
        weight,
        patches: [setAt(network, 'none')],
        title: 'The sandbox uses the host’s network',
      }),
    );
  for (const profile of ['seccompProfile', 'apparmorProfile'] as const) {
    const node = at(docker, profile);
    if (node !== undefined && textAt(node) === 'unconfined')
      hits.push(
        hitAt(facts, [...keys, 'docker', profile], {
          weight,
          patches: [{ kind: 'remove', file: node.place.file, pointer: node.place.pointer }],
          title: 'The sandbox runs unconfined',
        }),
      );
  }
  for (const flag of DANGEROUS_SANDBOX_FLAGS) {
    const node = at(docker, flag);
    if (node !== undefined && flagAt(node) === true)
      hits.push(
        hitAt(facts, [...keys, 'docker', flag], {
          weight: always(active ? 'high' : 'medium'),
          patches: [setAt(node, false)],
          title: 'A guard of the sandbox is switched off',
        }),
      );
  }
  if (docker !== undefined && (textAt(sandbox, 'mode') ?? 'off') === 'off' && keys[1] === 'defaults')
    hits.push(
      hitAt(facts, [...keys, 'mode'], {
        weight: {
          by: 'rule',
          severity: 'low',
          agents: facts.agents.map(({ id }) => agentId(facts.instance, id)),
        },
        patches: [aimSet(facts.root, [...keys, 'mode'], 'all')],
        title: 'The sandbox is set up, and off',
        side_effects: 'Docker has to run on this machine.',
      }),
    );
  return hits;
}

function isBadBind(bind: string): boolean {
  return isDangerousBind(bind) || !bind.startsWith('/');
}

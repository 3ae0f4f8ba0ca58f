import { aimSet } from '../../fixes/aim-patch.ts';
import type { Patch } from '../../fixes/patch.ts';
import { type ChannelAccess, EVERYONE } from '../../openclaw/channels.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { gatewayId, groupId, messageId } from '../../openclaw/graph-ids.ts';
import { flagAt, textAt, toPlain } from '../../settings/node.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { always, atLeast, through } from '../weights.ts';
import { agentsOf, eased, hitAt, openclawCheck } from './openclaw-check.ts';

export const channelChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-08',
    title: 'Anyone can write to the agents',
    why: 'Whoever writes to the bot becomes a source of instructions. With tools behind it, a message from a stranger becomes an action.',
    severity: 'high',
    vendor: [
      'channels.<provider>.dm.open',
      'channels.<provider>.dm.open_invalid',
      'security.exposure.open_channels_with_exec',
      'security.exposure.open_groups_with_elevated',
      'security.exposure.open_groups_with_runtime_or_fs',
      'security.exposure.open_groups_with_control_plane_tools',
      'security.trust_model.multi_user_heuristic',
    ],
    references: ['owasp-asi.asi01-2026', 'owasp-llm.llm01-2025'],
    more: (facts) =>
      facts.channels.flatMap((access) =>
        access.dm.policy === 'open' && access.ownsMessages
          ? [
              hitAt(facts, [...access.keys, 'dmPolicy'], {
                node: access.dm.setting ?? access.dm.everyone ?? undefined,
                weight: atLeast('medium', messageId(facts.instance, access)),
                patches: closeMessages(facts, access),
                ...(access.dm.everyone === null ? {} : { say: `allowFrom holds "${EVERYONE}"` }),
                title: `Anyone can write to the agents on ${access.channel}`,
                side_effects: 'New senders get a code that the owner approves.',
                restart: null,
              }),
            ]
          : [],
      ),
  }),
  openclawCheck({
    id: 'OC-09',
    title: 'Any group can command the agents',
    why: 'Every member of every group that the bot is added to writes instructions for it.',
    severity: 'high',
    vendor: [
      'channels.<key>.groups.open',
      'channels.telegram.groups.open',
      'channels.telegram.groups.allowFrom.wildcard',
    ],
    references: ['owasp-asi.asi01-2026'],
    more: (facts) => facts.channels.flatMap((access) => findGroupHits(facts, access)),
  }),
  openclawCheck({
    id: 'OC-10',
    title: 'Senders share one session',
    why: 'A direct message lands in the main session: a sender sees what the owner and others said there, and writes into it.',
    severity: 'medium',
    vendor: [
      'channels.<provider>.dm.scope_main_multiuser',
      'security.trust_model.group_scope_main',
      'security.trust_model.multi_user_heuristic',
    ],
    rules: [
      {
        keys: ['session', 'dmScope'],
        isBad: (node, facts) => textAt(node) === 'main' && takesMessages(facts),
        whenAbsent: takesMessages,
        after: 'per-channel-peer',
        weigh: (facts) => always(facts.channels.some(({ dm }) => dm.policy === 'open') ? 'high' : 'medium'),
        side_effects: 'Each sender starts a session of its own; what was said before stays in the main one.',
      },
      {
        keys: ['session', 'groupScope'],
        isBad: (node) => textAt(node) === 'main',
        after: 'per-group',
        weigh: () => always('medium'),
        title: 'Groups share the main session',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-47',
    title: 'People are known by names that they choose themselves',
    why: 'A display name can be taken by anyone: an allow list of names keeps nobody out.',
    severity: 'medium',
    vendor: ['channels.<provider>.allowFrom.dangerous_name_matching_enabled'],
    rules: [
      {
        keys: ['channels', '*', 'dangerouslyAllowNameMatching'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('high'),
      },
      {
        keys: ['channels', '*', 'accounts', '*', 'dangerouslyAllowNameMatching'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('high'),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-51',
    title: 'Messages can change the settings',
    why: 'With configWrites a command in a chat changes the configuration, and with it everything this audit looks at.',
    severity: 'medium',
    vendor: [],
    rules: [
      {
        keys: ['channels', '*', 'configWrites'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('medium'),
      },
      {
        keys: ['channels', '*', 'accounts', '*', 'configWrites'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('medium'),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-46',
    title: 'The first one who pairs becomes the owner',
    why: 'Without commands.ownerAllowFrom the first approved pairing owns the agents: who pairs before the owner, commands.',
    severity: 'high',
    vendor: [],
    rules: [
      {
        keys: ['commands', 'ownerAllowFrom'],
        isBad: (node) => JSON.stringify(toPlain(node)).includes(`"${EVERYONE}"`),
        after: ['owner:set-your-sender-id'],
        weigh: (facts) =>
          atLeast(
            'high',
            ...facts.channels.map((access) => messageId(facts.instance, access)),
            gatewayId(facts.instance),
          ),
        title: 'Everyone is an owner',
        side_effects:
          'Put your own sender id in, as channel:id, before you restart: nobody is owner until then.',
      },
    ],
    more: findPairedOwners,
  }),
];

function takesMessages({ channels }: OpenClawFacts): boolean {
  return channels.some(({ dm }) => dm.policy !== 'disabled');
}

/** Pairing for whoever is not listed, and nobody listed by a star. */
function closeMessages(facts: OpenClawFacts, { keys, dm }: ChannelAccess): Patch[] {
  const legacy = dm.setting?.place.pointer.endsWith('/dm/policy') === true;
  const patches: Patch[] = [
    dm.setting === undefined
      ? aimSet(facts.root, [...keys, 'dmPolicy'], 'pairing')
      : aimSet(facts.root, [...keys, ...(legacy ? ['dm', 'policy'] : ['dmPolicy'])], 'pairing'),
  ];
  if (dm.everyone !== null) {
    const kept =
      dm.everyone.kind === 'array'
        ? dm.everyone.items.map(toPlain).filter((entry) => entry !== EVERYONE)
        : [];
    patches.push({
      kind: 'set',
      file: dm.everyone.place.file,
      pointer: dm.everyone.place.pointer,
      after: kept,
    });
  }
  return patches;
}

function findGroupHits(facts: OpenClawFacts, access: ChannelAccess): Hit[] {
  const { keys, groups } = access;
  const hits: Hit[] = [];
  if (groups.policy === 'open' && access.ownsGroups) {
    const patches: Patch[] = [aimSet(facts.root, [...keys, 'groupPolicy'], 'allowlist')];
    if (groups.everyone?.kind === 'array')
      patches.push({
        kind: 'set',
        file: groups.everyone.place.file,
        pointer: groups.everyone.place.pointer,
        after: groups.everyone.items.map(toPlain).filter((entry) => entry !== EVERYONE),
      });
    hits.push(
      hitAt(facts, [...keys, 'groupPolicy'], {
        node: groups.setting ?? groups.everyone ?? undefined,
        weight: atLeast('medium', groupId(facts.instance, access)),
        patches,
        title: `Any group can command the agents on ${access.channel}`,
        side_effects: 'Only groups that are listed under groups are answered.',
        restart: null,
      }),
    );
  }
  if (groups.unmentioned !== null && groups.policy !== 'disabled')
    hits.push(
      hitAt(facts, [...keys, 'requireMention'], {
        node: groups.unmentioned,
        weight: through(groupId(facts.instance, access)),
        patches: [
          {
            kind: 'set',
            file: groups.unmentioned.place.file,
            pointer: groups.unmentioned.place.pointer,
            after: true,
          },
        ],
        title: `Every message in a group on ${access.channel} is an instruction`,
        restart: null,
      }),
    );
  return hits;
}

/** A pairing became owner because nobody had said who the owner is. */
function findPairedOwners(facts: OpenClawFacts): Hit[] {
  const [first] = facts.paired;
  if (first === undefined || textAtOwner(facts)) return [];
  return [
    hitAt(facts, ['commands', 'ownerAllowFrom'], {
      weight: atLeast('medium', ...agentsOf(facts)),
      patches: [aimSet(facts.root, ['commands', 'ownerAllowFrom'], ['owner:set-your-sender-id'])],
      say: `~${first.file} has approved pairings (${facts.paired.length}), and the first of them is the owner`,
      side_effects:
        'Put your own sender id in, as channel:id, before you restart: nobody is owner until then.',
    }),
  ];
}

function textAtOwner({ root }: OpenClawFacts): boolean {
  const commands = root.kind === 'object' ? root.entries.get('commands') : undefined;
  const owners = commands?.kind === 'object' ? commands.entries.get('ownerAllowFrom') : undefined;
  return owners?.kind === 'array' && owners.items.length > 0;
}

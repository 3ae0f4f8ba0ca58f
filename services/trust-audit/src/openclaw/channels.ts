import { at, entriesAt, flagAt, type Node, textAt, textsAt } from '../settings/node.ts';

/** Not a channel: what holds for all of them. */
const DEFAULTS_KEY = 'defaults';
const DM_POLICIES = ['open', 'pairing', 'allowlist', 'disabled'];
const GROUP_POLICIES = ['open', 'allowlist', 'disabled'];
export const EVERYONE = '*';

/** Who may write to one channel, or to one account of it that has settings of its own. */
export interface ChannelAccess {
  readonly channel: string;
  readonly account: string | null;
  readonly keys: readonly string[];
  readonly node: Node;
  readonly dm: {
    readonly policy: string;
    readonly setting: Node | undefined;
    readonly everyone: Node | null;
  };
  readonly groups: {
    readonly policy: string;
    readonly setting: Node | undefined;
    readonly everyone: Node | null;
    readonly anyConfigured: boolean;
    /** A group that answers without being named. */
    readonly unmentioned: Node | null;
  };
  /** False for an account that has this from its channel: then it is told with the channel. */
  readonly ownsMessages: boolean;
  readonly ownsGroups: boolean;
  readonly allowed: readonly string[];
  /** Settings with a value that is not known here. */
  readonly unknown: readonly Node[];
}

export function listChannels(root: Node): ChannelAccess[] {
  const found: ChannelAccess[] = [];
  const groupDefault = at(root, 'channels', DEFAULTS_KEY, 'groupPolicy');
  for (const [name, channel] of entriesAt(root, 'channels')) {
    if (name === DEFAULTS_KEY || channel.kind !== 'object' || flagAt(channel, 'enabled') === false) continue;
    const base = readAccess(name, null, ['channels', name], channel, undefined, groupDefault);
    found.push(base);
    for (const [account, own] of entriesAt(channel, 'accounts'))
      if (own.kind === 'object' && flagAt(own, 'enabled') !== false && saysWho(own))
        found.push(
          readAccess(name, account, ['channels', name, 'accounts', account], own, base, groupDefault),
        );
  }
  return found;
}

const ACCESS_KEYS = ['dmPolicy', 'dm', 'allowFrom', 'groupPolicy', 'groupAllowFrom', 'groups'];

function saysWho(account: Node): boolean {
  return hasOwn(account, ACCESS_KEYS);
}

function hasOwn(node: Node, keys: readonly string[]): boolean {
  return keys.some((key) => at(node, key) !== undefined);
}

function readAccess(
  channel: string,
  account: string | null,
  keys: readonly string[],
  node: Node,
  parent: ChannelAccess | undefined,
  groupDefault: Node | undefined,
): ChannelAccess {
  const policy = at(node, 'dmPolicy') ?? at(node, 'dm', 'policy') ?? parent?.dm.setting;
  const allowFrom = at(node, 'allowFrom') ?? at(node, 'dm', 'allowFrom');
  const groupPolicy = at(node, 'groupPolicy') ?? parent?.groups.setting ?? groupDefault;
  const groupAllow = at(node, 'groupAllowFrom');
  const groups = entriesAt(node, 'groups');
  const guilds = entriesAt(node, 'guilds');
  const isOpen = textsAt(allowFrom).includes(EVERYONE);
  const dmPolicy = textAt(policy) ?? 'pairing';
  const groupText = textAt(groupPolicy) ?? 'allowlist';
  const unmentioned =
    [...groups, ...guilds].find(([, group]) => flagAt(group, 'requireMention') === false)?.[1] ??
    (flagAt(node, 'requireMention') === false ? node : undefined);
  return {
    channel,
    account,
    keys,
    node,
    dm: {
      policy: dmPolicy !== 'disabled' && isOpen ? 'open' : dmPolicy,
      setting: policy,
      everyone: isOpen && allowFrom !== undefined ? allowFrom : null,
    },
    groups: {
      policy: groupText !== 'disabled' && textsAt(groupAllow).includes(EVERYONE) ? 'open' : groupText,
      setting: groupPolicy,
      everyone: groupAllow !== undefined && textsAt(groupAllow).includes(EVERYONE) ? groupAllow : null,
      anyConfigured: groups.length + guilds.length > 0,
      unmentioned: at(unmentioned, 'requireMention') ?? null,
    },
    ownsMessages: account === null || isOpen || hasOwn(node, ['dmPolicy', 'dm']),
    ownsGroups: account === null || hasOwn(node, ['groupPolicy', 'groupAllowFrom']),
    allowed: textsAt(allowFrom).filter((entry) => entry !== EVERYONE),
    unknown: [
      ...(policy !== undefined && !DM_POLICIES.includes(textAt(policy) ?? '') ? [policy] : []),
      ...(groupPolicy !== undefined && !GROUP_POLICIES.includes(textAt(groupPolicy) ?? '')
        ? [groupPolicy]
        : []),
    ],
  };
}

/** Agents that a channel's messages go to: those of its bindings, or the default one. */
export function agentsOfChannel(
  root: Node,
  channel: string,
  agents: readonly { id: string; isDefault: boolean }[],
) {
  const bound = new Set<string>();
  const bindings = at(root, 'bindings');
  if (bindings?.kind === 'array')
    for (const binding of bindings.items) {
      const id = textAt(binding, 'agentId');
      const matched = textAt(binding, 'match', 'channel');
      if (id !== undefined && (matched === undefined || matched === channel)) bound.add(id);
    }
  const chosen = agents.filter(({ id }) => bound.has(id));
  return chosen.length > 0 ? chosen : agents.filter(({ isDefault }) => isDefault);
}

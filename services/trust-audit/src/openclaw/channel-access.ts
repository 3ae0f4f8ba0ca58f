import { at, entriesAt, flagAt, type Node, textAt, textsAt } from '../settings/node.ts';
import type { Instance } from './instance.ts';
import { type Judgement, judgeDefault, quote, unknownValue } from './judgement.ts';

/** Not a channel: what holds for all of them. */
const DEFAULTS_KEY = 'defaults';
const DM_POLICIES = ['pairing', 'allowlist', 'disabled'];
const GROUP_POLICIES = ['allowlist', 'disabled'];
const EVERYONE = '*';

/** Whether people nobody chose can talk to agents: for each channel, and each account with settings of its own. */
export function judgeChannels(instance: Instance, node: Node): Judgement[] {
  const judgements: Judgement[] = [];
  const groupDefault = at(node, 'channels', DEFAULTS_KEY, 'groupPolicy');
  for (const [name, channel] of entriesAt(node, 'channels')) {
    if (name === DEFAULTS_KEY || flagAt(channel, 'enabled') === false) continue;
    const keys = ['channels', name];
    judgements.push(judgeMessages(instance, keys, channel, true), judgeGroups(keys, channel, groupDefault));
    for (const [account, settings] of entriesAt(channel, 'accounts')) {
      if (flagAt(settings, 'enabled') === false) continue;
      const accountKeys = [...keys, 'accounts', account];
      judgements.push(judgeMessages(instance, accountKeys, settings, false));
      judgements.push(judgeGroups(accountKeys, settings, undefined));
    }
  }
  // An account that says nothing of its own is judged with its channel.
  return judgements.filter(({ state }) => state !== 'absent');
}

function judgeMessages(
  instance: Instance,
  prefix: readonly string[],
  channel: Node,
  isChannel: boolean,
): Judgement {
  const keys = [...prefix, 'dmPolicy'];
  const policy = at(channel, 'dmPolicy') ?? at(channel, 'dm', 'policy');
  const allowFrom = at(channel, 'allowFrom') ?? at(channel, 'dm', 'allowFrom');
  const text = policy === undefined ? undefined : (textAt(policy) ?? '');
  const opensToAll = textsAt(allowFrom).includes(EVERYONE);
  if (text === 'disabled' && policy !== undefined) return { state: 'safe', keys, evidence: quote(policy) };
  if (opensToAll && allowFrom !== undefined)
    return {
      state: 'weak',
      keys,
      evidence: `~${allowFrom.place.file}:${allowFrom.place.line} ${allowFrom.place.pointer} holds "${EVERYONE}"${policy === undefined ? '' : `; ${quote(policy)}`}`,
    };
  if (policy === undefined)
    return isChannel
      ? judgeDefault(instance, keys, '"pairing"', 'safe')
      : { state: 'absent', keys, evidence: '' };
  if (text === 'open') return { state: 'weak', keys, evidence: quote(policy) };
  if (text !== undefined && DM_POLICIES.includes(text))
    return { state: 'safe', keys, evidence: quote(policy) };
  return unknownValue(keys, policy);
}

function judgeGroups(prefix: readonly string[], channel: Node, groupDefault: Node | undefined): Judgement {
  const keys = [...prefix, 'groupPolicy'];
  const policy = at(channel, 'groupPolicy') ?? groupDefault;
  const everyone = at(channel, 'groupAllowFrom');
  if (policy === undefined && everyone === undefined) return { state: 'absent', keys, evidence: '' };
  if (everyone !== undefined && textsAt(everyone).includes(EVERYONE) && textAt(policy) !== 'disabled')
    return {
      state: 'weak',
      keys,
      evidence: `~${everyone.place.file}:${everyone.place.line} ${everyone.place.pointer} holds "${EVERYONE}"`,
    };
  if (policy === undefined) return { state: 'absent', keys, evidence: '' };
  const text = textAt(policy);
  if (text === 'open') return { state: 'weak', keys, evidence: quote(policy) };
  if (text !== undefined && GROUP_POLICIES.includes(text))
    return { state: 'safe', keys, evidence: quote(policy) };
  return unknownValue(keys, policy);
}

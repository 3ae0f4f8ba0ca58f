import { at, entriesAt, type Node, textAt, textsAt } from '../settings/node.ts';
import type { Instance } from './instance.ts';
import { type Judgement, quote, unknownValue } from './judgement.ts';

const EXEC = ['tools', 'exec'];
const SECURITIES = ['deny', 'allowlist', 'full'] as const;
const ASKS = ['off', 'on-miss', 'always'] as const;
const MODES = ['deny', 'allowlist', 'ask', 'auto', 'full'] as const;
const SANDBOX_MODES = ['off', 'non-main', 'all'] as const;
const HOSTS = ['auto', 'sandbox', 'gateway', 'node'] as const;
/** Profiles without tools that run commands. */
const PROFILES_WITHOUT_EXEC = ['minimal', 'messaging'];
const PROFILES = [...PROFILES_WITHOUT_EXEC, 'coding', 'full'];
/** Names under which exec is allowed or denied. */
const EXEC_NAMES = ['exec', 'group:runtime', '*'];

/** How far approvals on this host tighten what the settings allow. */
export interface HostApprovals {
  readonly security: string | undefined;
  readonly ask: string | undefined;
  readonly evidence: string;
}

interface Scope {
  /** Keys before `tools`; none for what holds for all agents. */
  readonly keys: readonly string[];
  readonly own: Node | undefined;
}

/** Whether agents may run commands on the host that nobody approved: for all agents, and for each that has settings of its own. */
export function judgeExec(instance: Instance, node: Node, approvals: HostApprovals | null): Judgement[] {
  const scopes: Scope[] = [{ keys: [], own: undefined }];
  for (const [id, agent] of entriesAt(node, 'agents', 'entries'))
    if (hasOwnPolicy(agent)) scopes.push({ keys: ['agents', 'entries', id], own: agent });
  const list = at(node, 'agents', 'list');
  if (list?.kind === 'array')
    for (const [index, agent] of list.items.entries())
      if (hasOwnPolicy(agent)) scopes.push({ keys: ['agents', 'list', String(index)], own: agent });
  return scopes.map((scope) => judgeScope(instance, node, scope, approvals));
}

function hasOwnPolicy(agent: Node): boolean {
  return at(agent, 'tools') !== undefined || at(agent, 'sandbox') !== undefined;
}

function judgeScope(
  instance: Instance,
  node: Node,
  { keys: prefix, own }: Scope,
  approvals: HostApprovals | null,
): Judgement {
  const keys = [...prefix, ...EXEC];
  const read = (...path: readonly string[]) => at(own, ...path) ?? at(node, ...path);
  const without = findDenial(node, own, read('tools', 'profile'));
  if (without !== null) return { keys, ...without };

  const host = read(...EXEC, 'host');
  const sandbox = at(own, 'sandbox', 'mode') ?? at(node, 'agents', 'defaults', 'sandbox', 'mode');
  const mode = read(...EXEC, 'mode');
  const security = read(...EXEC, 'security');
  const ask = read(...EXEC, 'ask');
  const odd = [
    [mode, MODES, 'mode'],
    [security, SECURITIES, 'security'],
    [ask, ASKS, 'ask'],
    [host, HOSTS, 'host'],
    [sandbox, SANDBOX_MODES, 'sandbox.mode'],
  ] as const;
  for (const [value, known] of odd) {
    if (value !== undefined && !isOneOf(textAt(value), known)) return unknownValue(keys, value);
  }
  const inSandbox =
    textAt(sandbox) === 'all' && [undefined, 'auto', 'sandbox'].includes(host ? textAt(host) : undefined);
  if (sandbox !== undefined && inSandbox)
    return { state: 'safe', keys, evidence: `Commands run in a sandbox: ${quote(sandbox)}` };
  const written = [mode, security, ask].flatMap((value) => (value === undefined ? [] : [quote(value)]));
  if (written.length === 0 && approvals === null && !instance.defaultsKnown)
    return {
      state: 'unknown',
      keys,
      evidence: `~${instance.configFile}: tools.exec is not set.`,
      reason: `The defaults of tools.exec in OpenClaw ${instance.version} are not known here.`,
    };
  const policy = stricter(policyOf(textAt(mode), textAt(security), textAt(ask)), approvals);
  const evidence = [
    ...(written.length === 0
      ? [`~${instance.configFile}: tools.exec is not set; the default runs commands without approval`]
      : written),
    ...(approvals === null ? [] : [approvals.evidence]),
  ].join('; ');
  return { state: policy === 'unapproved' ? 'weak' : 'safe', keys, evidence };
}

/** The settings that take exec away from the agent altogether. */
function findDenial(
  node: Node,
  own: Node | undefined,
  profile: Node | undefined,
): Pick<Judgement, 'state' | 'evidence' | 'reason'> | null {
  for (const scope of [own, node]) {
    if (textsAt(scope, 'tools', 'deny').some((name) => EXEC_NAMES.includes(name)))
      return { state: 'safe', evidence: `exec is denied: ${quoteList(at(scope, 'tools', 'deny'))}` };
    const allow = textsAt(scope, 'tools', 'allow');
    if (allow.length > 0 && !allow.some((name) => EXEC_NAMES.includes(name)))
      return {
        state: 'safe',
        evidence: `exec is not among the allowed: ${quoteList(at(scope, 'tools', 'allow'))}`,
      };
  }
  if (profile === undefined) return null;
  const name = textAt(profile) ?? '';
  if (!PROFILES.includes(name))
    return {
      state: 'unknown',
      evidence: quote(profile),
      reason: 'This tool profile is not known here.',
    };
  const also = [...textsAt(own, 'tools', 'alsoAllow'), ...textsAt(node, 'tools', 'alsoAllow')];
  if (!PROFILES_WITHOUT_EXEC.includes(name) || also.some((tool) => EXEC_NAMES.includes(tool))) return null;
  return { state: 'safe', evidence: `The profile has no exec: ${quote(profile)}` };
}

interface Policy {
  readonly security: string;
  readonly ask: string;
}

/** `mode` replaced the pair `security` and `ask`; a reviewer model in `auto` is no person who approves. */
function policyOf(mode: string | undefined, security = 'full', ask = 'off'): Policy {
  if (mode === undefined) return { security, ask };
  if (mode === 'deny') return { security: 'deny', ask };
  if (mode === 'allowlist') return { security: 'allowlist', ask };
  if (mode === 'ask') return { security: 'full', ask: 'always' };
  return { security: 'full', ask: 'off' };
}

/** With `full`, nothing is missed, so only `always` asks. */
function stricter(policy: Policy, approvals: HostApprovals | null): 'approved' | 'unapproved' {
  const securities = [policy.security, approvals?.security];
  const asks = [policy.ask, approvals?.ask];
  const limited = securities.some((security) => security === 'deny' || security === 'allowlist');
  return limited || asks.includes('always') ? 'approved' : 'unapproved';
}

function isOneOf(value: string | undefined, known: readonly string[]): boolean {
  return value !== undefined && known.includes(value);
}

function quoteList(node: Node | undefined): string {
  if (node === undefined) return '';
  const { file, pointer, line } = node.place;
  return `~${file}:${line} ${pointer}`;
}

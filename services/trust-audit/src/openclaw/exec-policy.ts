import { ALLOWLIST, APPROVAL, OPEN, REVIEWER_MODEL, SANDBOX } from '../graph/strengths.ts';
import { at, type Node, textAt } from '../settings/node.ts';
import { type AgentScope, defaultedOf, settingOf } from './agent-scope.ts';

const SECURITIES: Readonly<Record<string, number>> = { deny: 0, allowlist: ALLOWLIST, full: OPEN };
const MODES: Readonly<Record<string, number>> = {
  deny: 0,
  allowlist: ALLOWLIST,
  ask: APPROVAL,
  auto: REVIEWER_MODEL,
  full: OPEN,
};
const ASKS = ['off', 'on-miss', 'always'];
const SANDBOX_MODES = ['off', 'non-main', 'all'];
const HOSTS = ['auto', 'sandbox', 'gateway', 'node'];

/** What the host's own approvals tighten, for all agents or one of them. */
export interface HostApprovals {
  readonly security: string | undefined;
  readonly ask: string | undefined;
  readonly place: string;
}

/** How an agent's commands run. */
export interface ExecPolicy {
  /** How open the way to a command is: 0 when there is none. */
  readonly strength: number;
  /** How much of the host a command sees. */
  readonly host: number;
  readonly guards: readonly string[];
  /** The settings that decide, where any is written. */
  readonly written: readonly Node[];
  /** Settings with a value that is not known here. */
  readonly unknown: readonly Node[];
  readonly sandboxed: boolean;
}

export function readExecPolicy(agent: AgentScope, approvals: HostApprovals | null): ExecPolicy {
  const mode = settingOf(agent, 'tools', 'exec', 'mode');
  const security = settingOf(agent, 'tools', 'exec', 'security');
  const ask = settingOf(agent, 'tools', 'exec', 'ask');
  const host = settingOf(agent, 'tools', 'exec', 'host');
  const sandbox = defaultedOf(agent, 'sandbox', 'mode');
  const unknown = [
    ...oddOnes(mode, Object.keys(MODES)),
    ...oddOnes(security, Object.keys(SECURITIES)),
    ...oddOnes(ask, ASKS),
    ...oddOnes(host, HOSTS),
    ...oddOnes(sandbox, SANDBOX_MODES),
  ];
  const written = [mode, security, ask].filter((node) => node !== undefined);
  const sandboxed = isSandboxed(agent);
  const where = textAt(host) ?? 'auto';
  const common = { written, unknown, sandboxed };
  if (!agent.tools.has('exec')) return { ...common, strength: 0, host: 0, guards: ['no exec tool'] };
  if (where === 'sandbox' && !sandboxed)
    return { ...common, strength: 0, host: 0, guards: ['commands need a sandbox, and there is none'] };
  const own = ownStrength(textAt(mode), textAt(security), textAt(ask));
  const limited =
    approvals === null ? own : tighter(own, ownStrength(undefined, approvals.security, approvals.ask));
  const inSandbox = sandboxed && (where === 'auto' || where === 'sandbox');
  return {
    ...common,
    strength: limited.strength,
    host: inSandbox ? SANDBOX : OPEN,
    guards: [...(limited.guard === '' ? [] : [limited.guard]), ...(inSandbox ? ['sandbox'] : [])],
  };
}

/** Sandboxed in all sessions that others can speak in. */
export function isSandboxed(agent: AgentScope): boolean {
  const mode = textAt(defaultedOf(agent, 'sandbox', 'mode'));
  if (mode === 'all') return true;
  // A direct message lands in the main session unless senders have sessions of their own.
  return mode === 'non-main' && !['main', undefined].includes(textAt(at(agent.root, 'session', 'dmScope')));
}

interface Limit {
  readonly strength: number;
  readonly guard: string;
}

/** `mode` replaced the pair; with `full` nothing is missed, so only `always` asks. */
function ownStrength(mode: string | undefined, security = 'full', ask = 'off'): Limit {
  if (mode !== undefined) {
    const strength = MODES[mode] ?? OPEN;
    return { strength, guard: strength === OPEN ? '' : `exec mode ${mode}` };
  }
  const strength = SECURITIES[security] ?? OPEN;
  if (ask === 'always' && strength > APPROVAL) return { strength: APPROVAL, guard: 'every command asks' };
  return { strength, guard: strength === OPEN ? '' : `exec security ${security}` };
}

function tighter(a: Limit, b: Limit): Limit {
  return b.strength < a.strength ? { ...b, guard: `${b.guard} by the host's approvals` } : a;
}

function oddOnes(node: Node | undefined, known: readonly string[]): Node[] {
  return node === undefined || known.includes(textAt(node) ?? '') ? [] : [node];
}

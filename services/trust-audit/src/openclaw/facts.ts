import type { ScannedHome } from '../home/scanned-home.ts';
import type { Node } from '../settings/node.ts';
import { type AgentScope, listAgents } from './agent-scope.ts';
import { type ChannelAccess, listChannels } from './channels.ts';
import { type ExecPolicy, readExecPolicy } from './exec-policy.ts';
import { type Extension, readPlugins, readSkills } from './extensions.ts';
import { readFileStore } from './file-store.ts';
import { type Gateway, readGateway, type SecretView, viewSecret } from './gateway.ts';
import { readApprovals } from './host-approvals.ts';
import { findInstances, type Instance } from './instance.ts';
import { readEnvFile, type Variables } from './read-env-file.ts';
import { type CronJob, type Pairing, readStateDatabase, type StateDatabase } from './state-database.ts';

export interface AgentFacts extends AgentScope {
  readonly exec: ExecPolicy;
}

/** One OpenClaw installation whose settings could be read: what they mean, before anyone judges them. */
export interface OpenClawFacts {
  readonly instance: Instance;
  readonly root: Node;
  readonly env: Variables;
  readonly agents: readonly AgentFacts[];
  readonly channels: readonly ChannelAccess[];
  readonly gateway: Gateway;
  readonly hookToken: SecretView;
  readonly database: StateDatabase;
  /** Jobs and pairings, from the database or from the files of older releases. */
  readonly cron: readonly CronJob[];
  readonly paired: readonly Pairing[];
  /** Why some of its state could not be read. */
  readonly problems: readonly string[];
  /** The approvals file of releases up to 2026.7; null where there is none. */
  readonly approvals: Node | null;
  readonly plugins: readonly Extension[];
  readonly skills: readonly Extension[];
}

export interface OpenClawReading {
  readonly installed: readonly OpenClawFacts[];
  readonly unread: readonly { readonly instance: Instance; readonly reason: string }[];
  /** Why something may be missing. */
  readonly gaps: readonly string[];
}

export async function readOpenClaw(home: ScannedHome): Promise<OpenClawReading> {
  const { list, gaps } = await findInstances(home);
  const installed: OpenClawFacts[] = [];
  const unread: { instance: Instance; reason: string }[] = [];
  const problems = [...gaps];
  for (const instance of list) {
    if (!instance.config.ok) {
      unread.push({ instance, reason: instance.config.message });
      continue;
    }
    const facts = await readInstalled(home, instance, instance.config.node);
    installed.push(facts);
    problems.push(...facts.problems);
  }
  return { installed, unread, gaps: problems };
}

async function readInstalled(home: ScannedHome, instance: Instance, root: Node): Promise<OpenClawFacts> {
  const read = await readEnvFile(home, `${instance.folder}/.env`);
  const env: Variables = read.ok ? read.value : new Map();
  const database = await readStateDatabase(home, instance.folder);
  const files = await readFileStore(home, instance.folder);
  const approvals = await readApprovals(home, instance, database);
  const agents = listAgents(root).map((agent) => ({
    ...agent,
    exec: readExecPolicy(agent, approvals.forAgent(agent.id)),
  }));
  const hooks = root.kind === 'object' ? root.entries.get('hooks') : undefined;
  const token = hooks?.kind === 'object' ? hooks.entries.get('token') : undefined;
  return {
    instance,
    root,
    env,
    agents,
    channels: listChannels(root),
    gateway: readGateway(root, env),
    hookToken: viewSecret(token, env, 'OPENCLAW_HOOKS_TOKEN'),
    database,
    cron: [...database.cron, ...files.cron],
    paired: [...database.paired, ...files.paired],
    problems: [...(database.problem === null ? [] : [database.problem]), ...files.problems],
    approvals: approvals.node,
    plugins: await readPlugins(home, instance, root),
    skills: await readSkills(home, instance, root),
  };
}

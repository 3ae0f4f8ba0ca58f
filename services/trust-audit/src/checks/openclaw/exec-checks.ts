import { aimSet, setAt } from '../../fixes/aim-patch.ts';
import type { Patch } from '../../fixes/patch.ts';
import { outsideReach } from '../../graph/risk.ts';
import type { AgentFacts, OpenClawFacts } from '../../openclaw/facts.ts';
import { agentId, capabilityId } from '../../openclaw/graph-ids.ts';
import { knowsKey } from '../../openclaw/known-keys.ts';
import type { Scan } from '../../scan.ts';
import { at, flagAt, itemsAt, textAt, textsAt, toPlain } from '../../settings/node.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { always, atLeast, through } from '../weights.ts';
import { findIdleLimits } from './idle-limits.ts';
import { eased, hitAt, openclawCheck, type Rule } from './openclaw-check.ts';

const EXEC_WHY =
  'One injected instruction in a web page or a message is enough to run any command as the gateway’s user.';
/** An outsider who gets this far in needs one more mistake: pairing, or a page that the agent fetches. */
const REACHED_MIN = 0.15;
/** Elevated lists longer than this are no list of owners. */
const ELEVATED_MAX = 25;
const INTERPRETERS = /^(?:python[\d.]*|node|bun|deno|ruby|perl|php|lua|bash|sh|zsh|fish|pwsh|osascript)$/;
const BROAD = /^(?:jq|find|xargs|tar|sort|awk|gawk|sed|env|git|make|vim?|less|more|ssh|rsync|curl|wget)$/;
const MUTABLE_FOLDER = /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\/usr\/local\/bin|\/opt\/homebrew\/bin|~|\/home\/)/;

export const execChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-11',
    title: 'Agents run commands on the host that nobody approves, by default',
    why: `${EXEC_WHY} This is what OpenClaw does where nothing is set.`,
    severity: 'high',
    vendor: ['security.exposure.open_channels_with_exec', 'security.exposure.open_groups_with_runtime_or_fs'],
    references: ['owasp-asi.asi05-2026', 'owasp-llm.llm06-2025'],
    more: (facts, scan) =>
      (facts.instance.defaultsKnown ? freeAgents(facts).filter(({ exec }) => exec.written.length === 0) : [])
        .slice(0, 1)
        .map((agent) => execHit(facts, scan, agent, ['tools', 'exec'], freeAgents(facts))),
  }),
  openclawCheck({
    id: 'OC-12',
    title: 'Commands are set to run without approval',
    why: EXEC_WHY,
    severity: 'high',
    vendor: ['tools.exec.security_full_configured', 'security.exposure.open_channels_with_exec'],
    references: ['owasp-asi.asi05-2026', 'owasp-llm.llm06-2025'],
    more: (facts, scan) => {
      const places = Map.groupBy(
        freeAgents(facts).filter(({ exec }) => exec.written.length > 0),
        (agent) => (hasOwnExec(agent) ? [...agent.keys, 'tools', 'exec'].join('\n') : 'tools\nexec'),
      );
      return [...places].flatMap(([keys, agents]) =>
        agents[0] === undefined ? [] : [execHit(facts, scan, agents[0], keys.split('\n'), agents)],
      );
    },
  }),
  openclawCheck({
    id: 'OC-13',
    title: 'Everyone may run elevated commands',
    why: 'Elevated commands leave the sandbox. A star, or a long list, approves people whom nobody chose.',
    severity: 'critical',
    vendor: [
      'tools.elevated.allowFrom.<provider>.wildcard',
      'tools.elevated.allowFrom.<provider>.large',
      'security.exposure.open_groups_with_elevated',
    ],
    rules: [
      elevated(['tools', 'elevated', 'allowFrom', '*']),
      elevated(['agents', 'entries', '*', 'tools', 'elevated', 'allowFrom', '*']),
    ],
  }),
  openclawCheck({
    id: 'OC-14',
    title: 'Programs that can run anything count as harmless',
    why: 'What is listed as safe runs without approval, and an interpreter or a tool with options for commands runs whatever it is told.',
    severity: 'high',
    vendor: [
      'tools.exec.safe_bins_interpreter_unprofiled',
      'tools.exec.safe_bins_broad_behavior',
      'tools.exec.safe_bin_trusted_dirs_risky',
      'tools.exec.allowlist_interpreter_without_strict_inline_eval',
      'tools.exec.auto_allow_skills_enabled',
    ],
    rules: [
      listRule(['tools', 'exec', 'safeBins'], (bin) => INTERPRETERS.test(bin) || BROAD.test(bin)),
      listRule(
        ['agents', 'entries', '*', 'tools', 'exec', 'safeBins'],
        (bin) => INTERPRETERS.test(bin) || BROAD.test(bin),
      ),
      {
        ...listRule(['tools', 'exec', 'safeBinTrustedDirs'], (folder) => MUTABLE_FOLDER.test(folder)),
        title: 'Programs count as harmless in folders that others write',
      },
    ],
    more: findApprovalHits,
  }),
  openclawCheck({
    id: 'OC-16',
    title: 'File tools reach beyond the workspace',
    why: 'The agent then reads keys, credentials and its own settings, and an injected instruction reads them with it.',
    severity: 'medium',
    vendor: ['security.exposure.open_groups_with_runtime_or_fs', 'config.insecure_or_dangerous_flags'],
    rules: [
      {
        keys: ['tools', 'fs', 'workspaceOnly'],
        isBad: (node) => flagAt(node) === false,
        whenAbsent: (facts) =>
          facts.channels.length > 0 &&
          facts.agents.some(({ tools, exec }) => tools.has('read') && !exec.sandboxed),
        after: true,
        weigh: (facts) => ({
          by: 'graph',
          through: facts.agents.map(({ id }) => capabilityId(facts.instance, id, 'read')),
          quiet: true,
        }),
        side_effects:
          'Agents open files outside their workspace no more; exec still does where it is allowed.',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-43',
    title: 'A limit on tools does not hold',
    why: 'What looks like a limit in the settings is none: another setting or another tool does the same.',
    severity: 'medium',
    vendor: [
      'tools.exec.fs_tools_disabled_but_exec_enabled',
      'tools.exec.host_sandbox_no_sandbox_defaults',
      'tools.exec.host_sandbox_no_sandbox_agents',
      'tools.exec.agent_skill_mcp_boundary_drift',
      'tools.profile_minimal_overridden',
    ],
    more: (facts) => facts.agents.flatMap((agent) => findIdleLimits(facts, agent)),
  }),
];

function freeAgents({ agents }: OpenClawFacts): AgentFacts[] {
  return agents.filter(({ exec }) => exec.strength >= 0.5 && exec.host === 1);
}

function hasOwnExec(agent: AgentFacts): boolean {
  return at(agent.own, 'tools', 'exec') !== undefined;
}

function execHit(
  facts: OpenClawFacts,
  scan: Scan,
  agent: AgentFacts,
  keys: readonly string[],
  agents: readonly AgentFacts[],
): Hit {
  const ids = agents.map(({ id }) => capabilityId(facts.instance, id, 'exec'));
  const { indexOf } = scan.risk.indexed;
  const isReached = ids.some((id) => outsideReach(scan.risk, indexOf.get(id) ?? -1) >= REACHED_MIN);
  const written = agent.exec.written.map(
    (node) => `${node.place.pointer} = ${JSON.stringify(toPlain(node))}`,
  );
  return hitAt(facts, keys, {
    weight: isReached ? atLeast('high', ...ids) : through(...ids),
    patches: closeExec(facts, keys),
    say: `agents: ${agents.map(({ id }) => id).join(', ')}${written.length === 0 ? '; nothing asks before a command runs' : `; ${written.join(', ')}`}`,
    side_effects: 'Commands wait for the owner’s approval.',
    restart: null,
  });
}

/** Only keys that the release knows: `mode` came with 2026.8, the pair before it. */
function closeExec(facts: OpenClawFacts, keys: readonly string[]): Patch[] {
  const here = at(facts.root, ...keys);
  const hasPair = at(here, 'security') !== undefined || at(here, 'ask') !== undefined;
  if (knowsKey(facts.instance.version, ['tools', 'exec', 'mode']) && !hasPair)
    return [aimSet(facts.root, [...keys, 'mode'], 'ask')];
  const patches = [
    aimSet(facts.root, [...keys, 'security'], 'allowlist'),
    aimSet(facts.root, [...keys, 'ask'], 'on-miss'),
  ];
  return at(here, 'mode') === undefined
    ? patches
    : [aimSet(facts.root, [...keys, 'mode'], 'ask'), ...patches];
}

function elevated(keys: readonly string[]): Rule {
  return {
    keys,
    isBad: (node, { root }) =>
      flagAt(root, 'tools', 'elevated', 'enabled') !== false &&
      (textsAt(node).includes('*') || textsAt(node).length > ELEVATED_MAX),
    after: (node) =>
      textsAt(node).length > ELEVATED_MAX + 1 ? [] : textsAt(node).filter((entry) => entry !== '*'),
    weigh: (facts, node) =>
      textsAt(node).includes('*')
        ? atLeast('high', ...facts.agents.map(({ id }) => capabilityId(facts.instance, id, 'elevated')))
        : always('medium'),
    side_effects: 'Nobody runs elevated commands until you list your own sender id.',
  };
}

function listRule(keys: readonly string[], isRisky: (entry: string) => boolean): Rule {
  return {
    keys,
    isBad: (node) => textsAt(node).some(isRisky),
    after: (node) => textsAt(node).filter((entry) => !isRisky(entry)),
    weigh: (facts) => ({
      by: 'rule',
      severity: 'high',
      agents: facts.agents.map(({ id }) => agentId(facts.instance, id)),
    }),
  };
}

/** The approvals file of releases up to 2026.7. */
function findApprovalHits(facts: OpenClawFacts): Hit[] {
  if (facts.approvals === null) return [];
  const hits: Hit[] = [];
  const auto = at(facts.approvals, 'defaults', 'autoAllowSkills');
  // What the database holds is changed by OpenClaw only.
  if (flagAt(auto) === true && auto?.place.file.endsWith('.json') === true)
    hits.push(
      hitAt(facts, ['exec-approvals', 'autoAllowSkills'], {
        node: auto,
        weight: eased('medium')(facts),
        patches: [setAt(auto, false)],
        title: 'Programs that a skill names run without approval',
      }),
    );
  const strict = flagAt(facts.root, 'tools', 'exec', 'strictInlineEval') === true;
  const agents = at(facts.approvals, 'agents');
  if (strict || agents?.kind !== 'object') return hits;
  for (const [id, agent] of agents.entries) {
    const entry = itemsAt(agent, 'allowlist').find((item) =>
      INTERPRETERS.test((textAt(item, 'pattern') ?? '').split('/').at(-1) ?? ''),
    );
    if (entry !== undefined)
      hits.push(
        hitAt(facts, ['exec-approvals', 'agents', id, 'allowlist'], {
          node: entry,
          weight: eased('high')(facts),
          patches: [aimSet(facts.root, ['tools', 'exec', 'strictInlineEval'], true)],
          title: 'An approved interpreter runs any code that it is given',
          side_effects: 'Code on the command line, such as python -c, asks again.',
        }),
      );
  }
  return hits;
}

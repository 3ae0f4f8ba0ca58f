import { type CodingAgent, codingAgentId, codingCapabilityId } from '../coding/coding-agent.ts';
import { isAnyCommand, isAnyRead, isSecretRule } from '../coding/read-claude-code.ts';
import { aimSet, removeAt, setAt } from '../fixes/aim-patch.ts';
import type { Scan } from '../scan.ts';
import { at, entriesAt, flagAt, itemsAt, type Node, textAt, textsAt, toPlain } from '../settings/node.ts';
import { isLiteralSecret } from '../text/literal-secret.ts';
import { originOf } from '../text/origin-of.ts';
import { findHelpers, RESTART } from './claude-commands.ts';
import { hitAtMissing, hitAtNode } from './hit-in-file.ts';
import type { Hit, TrustCheck } from './trust-check.ts';
import { always, atLeast, easedBy } from './weights.ts';

const SECRET_DENIES = [
  'Read(./.env)',
  'Read(./.env.*)',
  'Read(~/.ssh/**)',
  'Read(~/.aws/**)',
  'Read(~/.gnupg/**)',
  'Read(~/.config/gcloud/**)',
];
const BROAD_RULES =
  /^(?:WebFetch|WebFetch\(\*?\)|WebFetch\(domain:\*\)|mcp__\*|Write|Write\(\*\*?\)|Edit\(\*\*?\)|Edit)$/;
const BASE_URLS = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_BEDROCK_BASE_URL',
  'ANTHROPIC_VERTEX_BASE_URL',
  'HTTPS_PROXY',
  'HTTP_PROXY',
];

type FindIn = (root: Node, agent: CodingAgent, scan: Scan) => readonly Hit[];

function claudeCheck(
  spec: Omit<TrustCheck, 'find' | 'product' | 'vendor' | 'references'> & {
    references?: string[];
    findIn: FindIn;
  },
): TrustCheck {
  const { findIn, references = [], ...rest } = spec;
  return {
    ...rest,
    product: 'claude-code',
    vendor: [],
    references,
    find: (scan) =>
      scan.coding
        .filter(({ product }) => product === 'claude-code')
        .flatMap((agent) =>
          agent.files.flatMap(({ node }) => (node === null ? [] : findIn(node, agent, scan))),
        ),
  };
}

const exec = (agent: CodingAgent) => codingCapabilityId(agent, 'exec');

export const claudeCodeChecks: readonly TrustCheck[] = [
  claudeCheck({
    id: 'CC-01',
    title: 'Claude Code asks before nothing',
    why: 'With bypassPermissions every command and every change happens at once, whatever a page or a repository made the model want.',
    severity: 'critical',
    references: ['owasp-asi.asi05-2026'],
    findIn: (root, agent) => {
      const mode = at(root, 'permissions', 'defaultMode');
      return mode !== undefined && textAt(mode) === 'bypassPermissions'
        ? [
            hitAtNode(mode, {
              weight: atLeast('high', exec(agent)),
              patches: [setAt(mode, 'default')],
              restart: RESTART,
              side_effects: 'Commands and changes ask again.',
            }),
          ]
        : [];
    },
  }),
  claudeCheck({
    id: 'CC-02',
    title: 'A rule allows everything of its kind',
    why: 'A rule without a pattern is no rule: the model decides alone what it runs, fetches or reads.',
    severity: 'critical',
    references: ['owasp-asi.asi02-2026'],
    findIn: (root, agent) =>
      allowRules(root).flatMap(({ list, item, rule }) => {
        if (!isAnyCommand(rule) && !BROAD_RULES.test(rule)) return [];
        const weight = isAnyCommand(rule)
          ? atLeast('high', exec(agent))
          : atLeast('medium', codingCapabilityId(agent, 'web'));
        return [
          hitAtNode(item, {
            weight,
            patches: [dropRule(list, rule)],
            title: `The rule ${rule} allows everything of its kind`,
            part: rule,
            restart: RESTART,
            side_effects: 'It asks again; allow single patterns where that is too often.',
          }),
        ];
      }),
  }),
  claudeCheck({
    id: 'CC-03',
    title: 'Nothing keeps the agent from keys and secrets',
    why: 'Without a deny rule for them, .env files and keys are read like any other file.',
    severity: 'medium',
    references: ['owasp-llm.llm02-2025'],
    findIn: (root, agent) => {
      const deny = at(root, 'permissions', 'deny');
      const reads = allowRules(root).find(({ rule }) => isAnyRead(rule));
      const bypass = textAt(root, 'permissions', 'defaultMode') === 'bypassPermissions';
      if (textsAt(deny).some(isSecretRule) || (reads === undefined && !bypass && deny === undefined))
        return [];
      const patches = [aimSet(root, ['permissions', 'deny'], [...textsAt(deny), ...SECRET_DENIES])];
      if (reads !== undefined) patches.push(dropRule(reads.list, reads.rule));
      const input = {
        weight: atLeast('medium', codingCapabilityId(agent, 'read')),
        patches,
        restart: RESTART,
        say:
          reads === undefined
            ? 'no rule denies .env, ~/.ssh or ~/.aws'
            : `${reads.item.place.pointer} = "${reads.rule}" allows every file, and no rule denies .env, ~/.ssh or ~/.aws`,
      };
      return [deny === undefined ? hitAtMissing(root, '/permissions/deny', input) : hitAtNode(deny, input)];
    },
  }),
  claudeCheck({
    id: 'CC-04',
    title: 'Servers that a repository brings along start by themselves',
    why: 'Opening a repository is then enough to run what its .mcp.json names.',
    severity: 'high',
    references: ['owasp-asi.asi04-2026'],
    findIn: (root, agent) => {
      const flag = at(root, 'enableAllProjectMcpServers');
      return flag !== undefined && flagAt(flag) === true
        ? [
            hitAtNode(flag, {
              weight: atLeast('medium', codingCapabilityId(agent, 'project-mcp')),
              patches: [setAt(flag, false)],
              restart: RESTART,
              side_effects: 'Each server asks once; list trusted ones under enabledMcpjsonServers.',
            }),
          ]
        : [];
    },
  }),
  claudeCheck({
    id: 'CC-05',
    title: 'A hook or helper runs code that others control',
    why: 'It runs on every use, outside of every permission: what it downloads, or what the agent itself can change, runs as you.',
    severity: 'critical',
    references: ['owasp-asi.asi05-2026', 'mitre-atlas.aml.t0011'],
    findIn: findHelpers,
  }),
  claudeCheck({
    id: 'CC-06',
    title: 'A secret stands in the settings',
    why: 'The agent reads its own settings, and so does everything that it starts.',
    severity: 'high',
    references: ['owasp-llm.llm02-2025'],
    findIn: (root, agent) =>
      entriesAt(root, 'env').flatMap(([name, node]) =>
        isLiteralSecret(name, textAt(node) ?? '')
          ? [
              hitAtNode(node, {
                weight: atLeast('medium', codingCapabilityId(agent, 'read')),
                patches: [removeAt(node)],
                isSecret: true,
                title: `A secret stands in the settings: ${name}`,
                restart: RESTART,
                side_effects: `Make a new secret at its source and set ${name} in the environment or through the keychain; the old one has to count as known.`,
              }),
            ]
          : [],
      ),
  }),
  claudeCheck({
    id: 'CC-07',
    title: 'Requests go to another address than expected',
    why: 'Whoever answers there reads every prompt and writes every answer.',
    severity: 'high',
    findIn: (root, agent, scan) =>
      entriesAt(root, 'env').flatMap(([name, node]) => {
        const origin = BASE_URLS.includes(name) ? originOf(textAt(node) ?? '') : null;
        if (origin === null || scan.proxies.includes(origin)) return [];
        const isPlain = origin.startsWith('http:') && !/\/\/(?:127\.|localhost|\[::1\])/.test(origin);
        const isLocal = /\/\/(?:127\.|localhost|\[::1\])/.test(origin);
        if (/^https:\/\/api\.anthropic\.com$/.test(origin)) return [];
        return [
          hitAtNode(node, {
            weight: isPlain ? always('high') : easedBy(isLocal ? 'low' : 'medium', [codingAgentId(agent)]),
            patches: [
              name.includes('PROXY')
                ? removeAt(node)
                : setAt(node, scan.proxies[0] ?? 'http://127.0.0.1:4000'),
            ],
            isSecret: true,
            say: `the origin is ${origin}`,
            restart: RESTART,
            side_effects: 'Requests go through the proxy that the shield guards.',
          }),
        ];
      }),
  }),
  claudeCheck({
    id: 'CC-08',
    title: 'A repository allows itself more than you do',
    why: 'Its settings were written by whoever wrote the repository.',
    severity: 'medium',
    findIn: (root, agent, scan) => {
      if (agent.folder === '' || root.place.file.endsWith('settings.local.json')) return [];
      const own = scan.coding.find(({ product, folder }) => product === 'claude-code' && folder === '');
      const allowed = new Set(
        own?.files.flatMap(({ node }) => textsAt(node ?? undefined, 'permissions', 'allow')) ?? [],
      );
      const wider = allowRules(root).filter(
        ({ rule }) =>
          !allowed.has(rule) &&
          /^(?:Bash|PowerShell|mcp__|WebFetch)/.test(rule) &&
          !isAnyCommand(rule) &&
          !BROAD_RULES.test(rule) &&
          /\*/.test(rule),
      );
      const list = at(root, 'permissions', 'allow');
      if (wider.length === 0 || list === undefined) return [];
      const drop = new Set(wider.map(({ rule }) => rule));
      return [
        hitAtNode(list, {
          weight: easedBy('medium', [codingAgentId(agent)]),
          patches: [
            setAt(
              list,
              textsAt(list).filter((rule) => !drop.has(rule)),
            ),
          ],
          say: `it adds ${[...drop].join(', ')}`,
          restart: RESTART,
          side_effects: 'Move what you want into .claude/settings.local.json.',
        }),
      ];
    },
  }),
  claudeCheck({
    id: 'CC-09',
    title: 'The sandbox of commands is off or can be left',
    why: 'A sandbox that the model may leave by asking for it is none.',
    severity: 'medium',
    findIn: (root) => {
      const off = at(root, 'sandbox', 'enabled');
      const leave = at(root, 'sandbox', 'allowUnsandboxedCommands');
      const hits: Hit[] = [];
      if (off !== undefined && flagAt(off) === false)
        hits.push(
          hitAtNode(off, {
            weight: always('medium'),
            patches: [setAt(off, true)],
            restart: RESTART,
            side_effects: 'Commands see the project only.',
          }),
        );
      if (leave !== undefined && flagAt(leave) === true)
        hits.push(
          hitAtNode(leave, { weight: always('low'), patches: [setAt(leave, false)], restart: RESTART }),
        );
      return hits;
    },
  }),
];

function allowRules(root: Node): { list: Node; item: Node; rule: string }[] {
  const list = at(root, 'permissions', 'allow');
  if (list === undefined) return [];
  return itemsAt(list).flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ list, item, rule: item.value.trim() }] : [],
  );
}

function dropRule(list: Node, rule: string) {
  const kept =
    list.kind === 'array'
      ? list.items.map(toPlain).filter((item) => typeof item !== 'string' || item.trim() !== rule)
      : [];
  return setAt(list, kept);
}

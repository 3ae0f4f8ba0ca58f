import {
  type CodingAgent,
  type CodingProduct,
  codingAgentId,
  codingCapabilityId,
} from '../coding/coding-agent.ts';
import { GEMINI_SHELL } from '../coding/read-others.ts';
import { aimSet, setAt } from '../fixes/aim-patch.ts';
import type { Scan } from '../scan.ts';
import { at, entriesAt, flagAt, type Node, textAt, textsAt } from '../settings/node.ts';
import { isLiteralSecret } from '../text/literal-secret.ts';
import { originOf } from '../text/origin-of.ts';
import { hitAtMissing, hitAtNode } from './hit-in-file.ts';
import type { Hit, TrustCheck } from './trust-check.ts';
import { always, atLeast, easedBy } from './weights.ts';

interface Spec extends Omit<TrustCheck, 'find' | 'vendor' | 'references' | 'product'> {
  readonly product: CodingProduct;
  findIn(root: Node, agent: CodingAgent, scan: Scan): readonly Hit[];
}

function agentCheck({ findIn, ...spec }: Spec): TrustCheck {
  return {
    ...spec,
    vendor: [],
    references: ['owasp-asi.asi02-2026'],
    find: (scan) =>
      scan.coding
        .filter(({ product }) => product === spec.product)
        .flatMap((agent) =>
          agent.files.flatMap(({ node }) => (node === null ? [] : findIn(node, agent, scan))),
        ),
  };
}

const execOf = (agent: CodingAgent) => codingCapabilityId(agent, 'exec');

export const otherAgentChecks: readonly TrustCheck[] = [
  agentCheck({
    id: 'GM-01',
    product: 'gemini',
    title: 'Gemini CLI runs commands unasked',
    why: 'What a page or a repository made the model want happens at once.',
    severity: 'critical',
    findIn: (root, agent) => {
      const input = { weight: atLeast('high', execOf(agent)), side_effects: 'Commands ask again.' };
      const lists = [at(root, 'tools', 'allowed'), at(root, 'allowedTools')].filter(
        (list) => list !== undefined,
      );
      const free = lists.filter((list) => textsAt(list).some((tool) => GEMINI_SHELL.test(tool)));
      const flags = [at(root, 'tools', 'autoAccept'), at(root, 'autoAccept')].filter(
        (flag) => flag !== undefined,
      );
      const mode = at(root, 'general', 'defaultApprovalMode');
      return [
        ...free.map((list) => {
          const kept = textsAt(list).filter((tool) => !GEMINI_SHELL.test(tool));
          return hitAtNode(list, { ...input, patches: [setAt(list, kept)] });
        }),
        ...flags
          .filter((flag) => flagAt(flag) === true)
          .map((flag) => hitAtNode(flag, { ...input, patches: [setAt(flag, false)] })),
        ...(mode !== undefined && textAt(mode) === 'yolo'
          ? [hitAtNode(mode, { ...input, patches: [setAt(mode, 'default')] })]
          : []),
      ];
    },
  }),
  agentCheck({
    id: 'GM-02',
    product: 'gemini',
    title: 'Gemini CLI trusts every folder',
    why: 'The settings, servers and instructions of a repository count as soon as it is opened.',
    severity: 'medium',
    findIn: (root, agent) => {
      const trust = at(root, 'security', 'folderTrust', 'enabled');
      return trust !== undefined && flagAt(trust) === false
        ? [
            hitAtNode(trust, {
              weight: easedBy('medium', [codingAgentId(agent)]),
              patches: [setAt(trust, true)],
              side_effects: 'Each new folder asks once.',
            }),
          ]
        : [];
    },
  }),
  agentCheck({
    id: 'OP-01',
    product: 'opencode',
    title: 'opencode runs commands unasked',
    why: 'Its default allows everything: what a page or a repository made the model want happens at once.',
    severity: 'high',
    findIn: (root, agent) => {
      if (agent.exec.strength < 1) return [];
      const setting =
        at(root, 'permission', 'bash') ??
        at(root, 'permission', '*') ??
        (at(root, 'permission')?.kind === 'scalar' ? at(root, 'permission') : undefined);
      const input = {
        weight: atLeast('medium', execOf(agent)),
        side_effects: 'Commands ask; allow single patterns where that is too often.',
      };
      if (setting === undefined)
        return [
          hitAtMissing(root, '/permission/bash', {
            ...input,
            patches: [aimSet(root, ['permission', 'bash'], 'ask')],
            say: 'the default allows every command',
          }),
        ];
      const star = at(setting, '*');
      return [
        hitAtNode(setting, {
          ...input,
          patches: [
            star === undefined && setting.kind === 'object'
              ? aimSet(root, ['permission', 'bash', '*'], 'ask')
              : setAt(star ?? setting, 'ask'),
          ],
        }),
      ];
    },
  }),
  agentCheck({
    id: 'OP-02',
    product: 'opencode',
    title: 'Sessions are published by themselves',
    why: 'A shared session is on the internet, with everything that was read in it.',
    severity: 'high',
    findIn: (root) => {
      const share = at(root, 'share');
      return share !== undefined && textAt(share) === 'auto'
        ? [hitAtNode(share, { weight: always('high'), patches: [setAt(share, 'disabled')] })]
        : [];
    },
  }),
  agentCheck({
    id: 'OP-03',
    product: 'opencode',
    title: 'A provider’s key stands in the settings, or its address goes around the shield',
    why: 'The agent reads its own settings; what does not pass the proxy is neither judged nor recorded.',
    severity: 'medium',
    findIn: (root, agent, { proxies }) =>
      entriesAt(root, 'provider').flatMap(([, provider]) => {
        const hits: Hit[] = [];
        const key = at(provider, 'options', 'apiKey');
        const address = at(provider, 'options', 'baseURL');
        const origin = originOf(textAt(address) ?? '');
        if (key !== undefined && isLiteralSecret('apiKey', textAt(key) ?? ''))
          hits.push(
            hitAtNode(key, {
              weight: atLeast('medium', codingCapabilityId(agent, 'read')),
              patches: [setAt(key, '{env:OPENCODE_PROVIDER_KEY}')],
              isSecret: true,
              title: 'A provider’s key stands in the settings',
              side_effects: 'Make a new key and set OPENCODE_PROVIDER_KEY in the environment.',
            }),
          );
        if (address !== undefined && origin !== null && !proxies.includes(origin))
          hits.push(
            hitAtNode(address, {
              weight: easedBy(/\/\/(?:127\.|localhost|\[::1\])/.test(origin) ? 'low' : 'medium', [
                codingAgentId(agent),
              ]),
              patches: [setAt(address, `${proxies[0] ?? 'http://127.0.0.1:4000'}/v1`)],
              isSecret: true,
              title: 'A provider is called around the shield',
              say: `the origin is ${origin}`,
            }),
          );
        return hits;
      }),
  }),
  agentCheck({
    id: 'HM-01',
    product: 'hermes',
    title: 'Hermes runs commands unasked',
    why: 'With approvals off every command runs, whoever asked for it on whichever channel.',
    severity: 'critical',
    findIn: (root, agent) => {
      const mode = at(root, 'approvals', 'mode');
      const isOff = textAt(mode) === 'off' || flagAt(mode) === false;
      return mode !== undefined && isOff
        ? [
            hitAtNode(mode, {
              weight: atLeast('high', execOf(agent)),
              patches: [setAt(mode, 'manual')],
              restart: 'restart Hermes',
              side_effects: 'Dangerous commands ask.',
            }),
          ]
        : [];
    },
  }),
  {
    id: 'HM-02',
    product: 'hermes',
    title: 'Anyone can write to Hermes',
    why: 'Whoever writes to the bot becomes a source of instructions.',
    severity: 'critical',
    vendor: [],
    references: ['owasp-asi.asi01-2026'],
    find: (scan) =>
      scan.hermesOpen.map(({ name, line }) => ({
        subject: `~/.hermes/.env#${name}`,
        place: { file: '/.hermes/.env', pointer: `/${name}`, line },
        evidence: `~/.hermes/.env:${line} ${name} lets everyone in`,
        weight: atLeast('high', 'agent:hermes:~/.hermes'),
        fix: {
          patches: [{ kind: 'line', file: '/.hermes/.env', line, after: `${name}=false` }],
          restart: 'restart Hermes',
          side_effects: 'Only listed users are answered.',
        },
      })),
  },
];

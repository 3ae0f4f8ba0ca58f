import { type CodingAgent, codingAgentId, codingCapabilityId } from '../coding/coding-agent.ts';
import { aimSet, removeAt, setAt } from '../fixes/aim-patch.ts';
import type { Scan } from '../scan.ts';
import { at, entriesAt, flagAt, itemsAt, type Node, textAt, textsAt } from '../settings/node.ts';
import { hitAtNode } from './hit-in-file.ts';
import type { Hit, TrustCheck } from './trust-check.ts';
import { always, atLeast, easedBy } from './weights.ts';

const RESTART = 'start Codex again';

function codexCheck(
  spec: Omit<TrustCheck, 'find' | 'product' | 'vendor' | 'references'> & {
    findIn: (root: Node, agent: CodingAgent, scan: Scan) => readonly Hit[];
  },
): TrustCheck {
  const { findIn, ...rest } = spec;
  return {
    ...rest,
    product: 'codex',
    vendor: [],
    references: ['owasp-asi.asi05-2026'],
    find: (scan) =>
      scan.coding
        .filter(({ product }) => product === 'codex')
        .flatMap((agent) =>
          agent.files.flatMap(({ node }) => (node === null ? [] : findIn(node, agent, scan))),
        ),
  };
}

/** The settings and those of each profile. */
function scopesOf(root: Node): Node[] {
  return [root, ...entriesAt(root, 'profiles').map(([, profile]) => profile)];
}

export const codexChecks: readonly TrustCheck[] = [
  codexCheck({
    id: 'CX-01',
    title: 'Codex runs commands without a sandbox',
    why: 'Every command sees the whole machine, its keys and the network.',
    severity: 'critical',
    findIn: (root, agent) =>
      scopesOf(root).flatMap((scope) => {
        const mode = at(scope, 'sandbox_mode');
        return mode !== undefined && textAt(mode) === 'danger-full-access'
          ? [
              hitAtNode(mode, {
                weight: atLeast('high', codingCapabilityId(agent, 'exec')),
                patches: [setAt(mode, 'workspace-write')],
                restart: RESTART,
                side_effects: 'Commands write in the project only and have no network.',
              }),
            ]
          : [];
      }),
  }),
  codexCheck({
    id: 'CX-02',
    title: 'Codex asks before nothing',
    why: 'What fails in the sandbox is then never shown to anyone, and without a sandbox nothing is.',
    severity: 'high',
    findIn: (root) =>
      scopesOf(root).flatMap((scope) => {
        const policy = at(scope, 'approval_policy');
        const isOpen =
          textAt(scope, 'sandbox_mode') === 'danger-full-access' ||
          flagAt(root, 'sandbox_workspace_write', 'network_access') === true;
        if (policy === undefined || textAt(policy) !== 'never') return [];
        return [
          hitAtNode(policy, {
            weight: always(isOpen ? 'high' : 'low'),
            patches: [setAt(policy, 'on-request')],
            restart: RESTART,
            side_effects: 'Codex asks when it needs more than the sandbox gives.',
          }),
        ];
      }),
  }),
  codexCheck({
    id: 'CX-03',
    title: 'Commands in the sandbox have the network',
    why: 'What they read in the project can be sent anywhere.',
    severity: 'medium',
    findIn: (root, agent) => {
      const access = at(root, 'sandbox_workspace_write', 'network_access');
      return access !== undefined && flagAt(access) === true
        ? [
            hitAtNode(access, {
              weight: atLeast('medium', codingCapabilityId(agent, 'web')),
              patches: [setAt(access, false)],
              restart: RESTART,
              side_effects: 'Installing packages asks first.',
            }),
          ]
        : [];
    },
  }),
  codexCheck({
    id: 'CX-04',
    title: 'Codex may write far beyond a project',
    why: 'The home holds keys, and files that other programs run.',
    severity: 'high',
    findIn: (root, agent, scan) => {
      const hits: Hit[] = [];
      const roots = at(root, 'sandbox_workspace_write', 'writable_roots');
      const wide = textsAt(roots).filter((path) => isWide(path, scan.home.root));
      if (roots !== undefined && wide.length > 0)
        hits.push(
          hitAtNode(roots, {
            weight: easedBy('high', [codingAgentId(agent)]),
            patches: [
              setAt(
                roots,
                textsAt(roots).filter((path) => !wide.includes(path)),
              ),
            ],
            restart: RESTART,
          }),
        );
      for (const [path, project] of entriesAt(root, 'projects')) {
        const level = at(project, 'trust_level');
        if (level !== undefined && textAt(level) === 'trusted' && isWide(path, scan.home.root))
          hits.push(
            hitAtNode(level, {
              weight: easedBy('high', [codingAgentId(agent)]),
              patches: [setAt(level, 'untrusted')],
              title: `Every folder below ${path} is trusted`,
              restart: RESTART,
              side_effects: 'Trust single projects instead.',
            }),
          );
      }
      return hits;
    },
  }),
  codexCheck({
    id: 'CX-06',
    title: 'Commands inherit the secrets of the environment',
    why: 'Every key in the environment is then in reach of every command.',
    severity: 'medium',
    findIn: (root, agent) => {
      const excludes = at(root, 'shell_environment_policy', 'ignore_default_excludes');
      const inherit = at(root, 'shell_environment_policy', 'inherit');
      const weight = easedBy('medium', [codingAgentId(agent)]);
      if (excludes !== undefined && flagAt(excludes) === true)
        return [
          hitAtNode(excludes, {
            weight,
            patches: [setAt(excludes, false)],
            restart: RESTART,
            side_effects: 'Variables whose names hold KEY, SECRET or TOKEN are left out.',
          }),
        ];
      if (
        inherit !== undefined &&
        textAt(inherit) === 'all' &&
        itemsAt(root, 'shell_environment_policy', 'exclude').length === 0
      )
        return [
          hitAtNode(inherit, {
            weight,
            patches: [setAt(inherit, 'core')],
            restart: RESTART,
            side_effects: 'Commands see PATH, HOME and the like; name others under include_only.',
          }),
        ];
      return [];
    },
  }),
  codexCheck({
    id: 'CX-07',
    title: 'A secret stands in the settings',
    why: 'The agent reads its own settings, and so does everything that it starts.',
    severity: 'high',
    findIn: (root, agent) =>
      entriesAt(root, 'model_providers').flatMap(([, provider]) => {
        const token = at(provider, 'experimental_bearer_token') ?? at(provider, 'api_key');
        return token === undefined
          ? []
          : [
              hitAtNode(token, {
                weight: atLeast('medium', codingCapabilityId(agent, 'read')),
                patches: [
                  removeAt(token),
                  aimSet(root, ['model_providers', keyOf(provider), 'env_key'], 'CODEX_PROVIDER_KEY'),
                ],
                isSecret: true,
                restart: RESTART,
                side_effects: 'Make a new key and set CODEX_PROVIDER_KEY in the environment.',
              }),
            ];
      }),
  }),
];

function keyOf(provider: Node): string {
  return provider.place.pointer.split('/').at(-1) ?? '';
}

function isWide(path: string, home: string): boolean {
  const plain = path.replace(/\/+$/, '');
  return (
    plain === '' ||
    plain === '~' ||
    plain === '$HOME' ||
    plain === home ||
    /^\/(?:home|Users|root|etc|usr|var)(?:\/[^/]+)?$/.test(plain)
  );
}

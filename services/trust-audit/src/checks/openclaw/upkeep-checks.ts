import { aimSet } from '../../fixes/aim-patch.ts';
import { resourceId } from '../../graph/resources.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { compareVersions } from '../../openclaw/version.ts';
import { flagAt, itemsAt, type Node, textAt } from '../../settings/node.ts';
import { isLiteralSecret } from '../../text/literal-secret.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { always, quietThrough } from '../weights.ts';
import { eased, hitAt, openclawCheck, removed, walkSettings } from './openclaw-check.ts';

const isTrue = (node: Node) => flagAt(node) === true;
const isFalse = (node: Node) => flagAt(node) === false;
/** Releases before these have published weaknesses; the newest that has none known is what to install. */
const ADVISORIES = [
  { before: '2026.1.29', severity: 'critical', what: 'a web page takes the gateway token (CVE-2026-25253)' },
  {
    before: '2026.3.13',
    severity: 'critical',
    what: 'clients give themselves scopes, and tokens of administrators can be made (CVE-2026-22172, CVE-2026-32922)',
  },
  { before: '2026.5.27', severity: 'critical', what: 'published critical weaknesses' },
  { before: '2026.6.9', severity: 'high', what: 'published weaknesses (CVE-2026-62186 to 62206)' },
  { before: '2026.7.1', severity: 'high', what: 'a command runs on a paired node (CVE-2026-100599)' },
  { before: '2026.9.5', severity: 'medium', what: 'media leave the sandbox (CVE-2026-102806)' },
] as const;
const FIXED_IN = '2026.9.6';

export const upkeepChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-23',
    title: 'The local network is told where the gateway is and how it is installed',
    why: 'Full announcements name the user, folders and management ports to everyone in the network.',
    severity: 'medium',
    vendor: ['discovery.mdns_full_mode'],
    rules: [
      {
        keys: ['discovery', 'mdns', 'mode'],
        isBad: (node) => textAt(node) === 'full',
        after: 'off',
        weigh: (facts) => always(facts.gateway.reach === 'loopback' ? 'low' : 'high'),
      },
    ],
  }),
  openclawCheck({
    id: 'OC-25',
    title: 'What agents do is not recorded',
    why: 'Without the audit ledger nobody can tell afterwards which tools ran.',
    severity: 'medium',
    vendor: [],
    rules: [
      { keys: ['logging', 'audit', 'enabled'], isBad: isFalse, after: true, weigh: () => always('medium') },
    ],
  }),
  openclawCheck({
    id: 'OC-26',
    title: 'Findings of OpenClaw’s own audit are hidden',
    why: 'A suppression has no end: what it hides stays hidden when it gets worse.',
    severity: 'info',
    vendor: ['security.audit.suppressions.active', 'config.insecure_or_dangerous_flags'],
    rules: [
      {
        keys: ['security', 'audit', 'suppressions'],
        isBad: (node) => itemsAt(node).length > 0,
        after: removed,
        weigh: () => always('info'),
        side_effects: 'Accept the finding here instead: with a reason, an owner and an end.',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-30',
    title: 'A secret stands in settings that agents can read',
    why: 'An injected instruction needs one file to take it. A reference keeps it out of the file.',
    severity: 'high',
    vendor: [
      'config.plaintext_secrets',
      'config.secrets.gateway_password_in_config',
      'config.secrets.hooks_token_in_config',
    ],
    references: ['owasp-llm.llm02-2025'],
    more: findSecrets,
  }),
  openclawCheck({
    id: 'OC-31',
    title: 'Logs keep secrets in clear',
    why: 'redactPatterns replaces the built-in list: what it does not name is written as it is.',
    severity: 'medium',
    vendor: [],
    rules: [
      { keys: ['logging', 'redactPatterns'], isBad: () => true, after: removed, weigh: eased('medium') },
    ],
  }),
  openclawCheck({
    id: 'OC-32',
    title: 'Chat commands change the installation or run a shell',
    why: 'Whoever counts as owner on a channel has these commands: a taken account or a spoofed sender is enough.',
    severity: 'medium',
    vendor: [],
    rules: ['bash', 'config', 'debug', 'mcp', 'plugins'].map((name) => ({
      keys: ['commands', name],
      isBad: isTrue,
      after: false,
      weigh: eased(name === 'bash' ? 'high' : 'medium'),
      title: `The chat command for ${name} is on`,
    })),
  }),
  openclawCheck({
    id: 'OC-33',
    title: 'Unfinished releases install themselves',
    why: 'The development channel changes daily, and nobody looks before it runs.',
    severity: 'medium',
    vendor: [],
    rules: [
      {
        keys: ['update', 'channel'],
        isBad: (node) => textAt(node) === 'dev',
        after: 'stable',
        weigh: () => always('medium'),
      },
      {
        keys: ['update', 'auto', 'enabled'],
        isBad: isTrue,
        after: false,
        weigh: () => always('low'),
        title: 'New releases install themselves',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-34',
    title: 'Usage is reported to the vendor',
    why: 'What agents do is nobody else’s business unless you decide so.',
    severity: 'low',
    vendor: [],
    rules: [{ keys: ['telemetry', 'enabled'], isBad: isTrue, after: false, weigh: () => always('low') }],
  }),
  openclawCheck({
    id: 'OC-41',
    title: 'MCP servers may show pages of their own',
    why: 'A page of a server can call its tools while the session runs.',
    severity: 'medium',
    vendor: ['mcp.apps.enabled'],
    rules: [{ keys: ['mcp', 'apps', 'enabled'], isBad: isTrue, after: false, weigh: eased('medium') }],
  }),
  openclawCheck({
    id: 'OC-45',
    title: 'This release has published weaknesses',
    why: 'How to use them is public.',
    severity: 'high',
    vendor: [],
    more: findAdvisories,
  }),
];

function findAdvisories(facts: OpenClawFacts): Hit[] {
  const { version } = facts.instance;
  const found =
    version === null
      ? undefined
      : ADVISORIES.find(({ before }) => (compareVersions(version, before) ?? 0) < 0);
  if (found === undefined) return [];
  return [
    hitAt(facts, ['meta', 'lastTouchedVersion'], {
      weight: always(found.severity),
      patches: [aimSet(facts.root, ['meta', 'lastTouchedVersion'], FIXED_IN)],
      say: `before ${found.before}: ${found.what}`,
      side_effects: `Run npm install -g openclaw@${FIXED_IN} and start the gateway: it writes this key itself. Changing the key alone mends nothing.`,
      restart: `npm install -g openclaw@${FIXED_IN} && openclaw gateway restart`,
    }),
  ];
}

/** Keys under which a text is no secret although its name says so. */
const NO_SECRET = /(?:tokenFile|passwordFile|maxTokens|tokenizer|keyFile|certFile|caFile)$/i;

function findSecrets(facts: OpenClawFacts): Hit[] {
  const hits: Hit[] = [];
  walkSettings(facts.root, (keys, node) => {
    const name = keys.at(-1) ?? '';
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || NO_SECRET.test(name)) return;
    // Secrets of MCP servers are told with the server.
    if (keys[0] === 'mcp' || !isLiteralSecret(name, node.value)) return;
    const variable = variableOf(keys);
    hits.push(
      hitAt(facts, keys, {
        node,
        weight: quietThrough(resourceId('secrets')),
        patches: [
          { kind: 'set', file: node.place.file, pointer: node.place.pointer, after: `\${${variable}}` },
        ],
        title: `A secret stands in settings that agents can read: ${keys.slice(-2).join('.')}`,
        say: `a text of ${node.value.length} characters`,
        isSecret: true,
        side_effects: `Make a new secret at its source and give it to the gateway as ${variable}; the old one has to count as known.`,
        part: 'literal',
      }),
    );
  });
  return hits;
}

function variableOf(keys: readonly string[]): string {
  const name = keys
    .filter((key) => !['providers', 'channels', 'models', 'vars', 'env'].includes(key))
    .slice(-2)
    .join('_');
  return `OPENCLAW_${name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()}`;
}

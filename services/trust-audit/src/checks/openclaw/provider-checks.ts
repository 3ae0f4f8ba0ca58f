import { aimSet, removeAt, setAt } from '../../fixes/aim-patch.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { agentId } from '../../openclaw/graph-ids.ts';
import type { Scan } from '../../scan.ts';
import { at, entriesAt, flagAt, itemsAt, type Node, textAt } from '../../settings/node.ts';
import { originOf } from '../../text/origin-of.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { atLeast } from '../weights.ts';
import { agentsOf, eased, hitAt, openclawCheck } from './openclaw-check.ts';

const LEGACY_MODEL =
  /(?:^|\/)(?:gpt-3\.5|gpt-4(?:$|-0|-turbo|-32k)|text-davinci|claude-(?:1|2|instant)|gemini-(?:1\.0|pro$)|llama-?2)/i;
/** Parameters in a model's name, in thousands of millions. */
const MODEL_SIZE = /(?:^|[-:_/])(\d{1,4}(?:\.\d)?)b(?:$|[-:_])/i;
/** Below this, models follow injected instructions far more often. */
const SMALL_MODEL_MAX = 30;

export const providerChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-27',
    title: 'Model calls can go around the shield',
    why: 'The shield judges what passes through the LiteLLM proxy. What is called directly is neither judged nor recorded.',
    severity: 'medium',
    vendor: [],
    references: ['owasp-asi.asi02-2026', 'nist-ai-rmf.measure-2.4'],
    more: findRoutes,
  }),
  openclawCheck({
    id: 'OC-28',
    title: 'The connection to a model provider is not checked',
    why: 'Whoever sits in between reads every prompt and writes every answer.',
    severity: 'high',
    vendor: [],
    rules: [
      {
        keys: ['models', 'providers', '*', 'request', 'tls', 'insecureSkipVerify'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('high'),
      },
      {
        keys: ['models', 'providers', '*', 'request', 'proxy', 'tls', 'insecureSkipVerify'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('high'),
      },
      {
        keys: ['models', 'providers', '*', 'request', 'allowPrivateNetwork'],
        isBad: (node) => flagAt(node) === true,
        after: false,
        weigh: eased('medium'),
        title: 'A provider’s address may lead into the local network',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-42',
    title: 'A model that is easily talked over has tools',
    why: 'Small and old models follow instructions in what they read far more often.',
    severity: 'medium',
    vendor: ['models.legacy', 'models.weak_tier', 'models.small_params'],
    references: ['owasp-llm.llm01-2025'],
    more: findWeakModels,
  }),
];

function findRoutes(facts: OpenClawFacts, { proxies }: Scan): Hit[] {
  const { root } = facts;
  const providers = entriesAt(root, 'models', 'providers');
  const proxy = proxies[0] ?? 'http://127.0.0.1:4000';
  const names = new Set(providers.map(([name]) => name));
  const hits: Hit[] = [];
  for (const [name, provider] of providers) {
    const baseUrl = at(provider, 'baseUrl');
    const text = textAt(baseUrl);
    const origin = text === undefined ? null : originOf(text);
    if (text?.includes('${') || (origin !== null && proxies.includes(origin))) continue;
    const isHere = origin !== null && /^https?:\/\/(?:127\.|localhost|\[::1\])/.test(origin);
    const suffix = textAt(provider, 'api') === 'anthropic-messages' ? '' : '/v1';
    hits.push(
      hitAt(facts, ['models', 'providers', name, 'baseUrl'], {
        weight: { by: 'rule', severity: isHere ? 'low' : 'medium', agents: agentsOf(facts) },
        patches: [aimSet(root, ['models', 'providers', name, 'baseUrl'], `${proxy}${suffix}`)],
        say:
          origin === null
            ? 'the provider’s own address is called'
            : `the origin is ${origin}, and the proxy’s is ${proxy}`,
        isSecret: true,
        side_effects: 'The proxy needs the provider’s models and key.',
        restart: null,
      }),
    );
  }
  const [first] = providers;
  const ready =
    first === undefined
      ? undefined
      : `${first[0]}/${textAt(itemsAt(first[1], 'models')[0], 'id') ?? 'default'}`;
  for (const { model, keys } of listModels(root)) {
    const text = textAt(model) ?? '';
    const slash = text.indexOf('/');
    if (ready === undefined || slash <= 0 || names.has(text.slice(0, slash))) continue;
    hits.push(
      hitAt(facts, keys, {
        node: model,
        weight: { by: 'rule', severity: 'medium', agents: agentsOf(facts) },
        patches: [setAt(model, ready)],
        say: 'no provider of this name is set, so its own address is called',
        restart: null,
        part: text,
      }),
    );
  }
  const mode = at(root, 'models', 'mode');
  if (
    providers.length > 0 &&
    textAt(mode) !== 'replace' &&
    (mode !== undefined || facts.instance.defaultsKnown)
  )
    hits.push(
      hitAt(facts, ['models', 'mode'], {
        weight: { by: 'rule', severity: 'low', agents: agentsOf(facts) },
        patches: [aimSet(root, ['models', 'mode'], 'replace')],
        say: 'the built-in providers stay beside those that are set, and a key in the environment opens them',
        restart: null,
      }),
    );
  return hits;
}

/** The models that agents use, with their fall-backs. */
function listModels(root: Node): { model: Node; keys: readonly string[] }[] {
  const scopes: { keys: string[]; scope: Node | undefined }[] = [
    { keys: ['agents', 'defaults'], scope: at(root, 'agents', 'defaults') },
    ...entriesAt(root, 'agents', 'entries').map(([id, scope]) => ({
      keys: ['agents', 'entries', id],
      scope,
    })),
    ...itemsAt(root, 'agents', 'list').map((scope, index) => ({
      keys: ['agents', 'list', String(index)],
      scope,
    })),
  ];
  return scopes.flatMap(({ keys, scope }) =>
    ['model', 'utilityModel', 'decisionModel'].flatMap((key) => modelsOf(at(scope, key), [...keys, key])),
  );
}

function modelsOf(node: Node | undefined, keys: string[]): { model: Node; keys: readonly string[] }[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return [{ model: node, keys }];
  const primary = at(node, 'primary');
  return [
    ...(primary === undefined ? [] : [{ model: primary, keys: [...keys, 'primary'] }]),
    ...itemsAt(node, 'fallbacks').map((model, index) => ({
      model,
      keys: [...keys, 'fallbacks', String(index)],
    })),
  ];
}

function findWeakModels(facts: OpenClawFacts): Hit[] {
  return listModels(facts.root).flatMap(({ model, keys }) => {
    const text = textAt(model) ?? '';
    const size = Number(MODEL_SIZE.exec(text)?.[1] ?? Number.NaN);
    const isSmall = size <= SMALL_MODEL_MAX;
    if (!isSmall && !LEGACY_MODEL.test(text)) return [];
    const agents = facts.agents.map(({ id }) => agentId(facts.instance, id));
    const canAct = facts.agents.some(
      ({ exec, tools }) => exec.strength * exec.host >= 0.1 || tools.has('browser'),
    );
    const patch = replacement(facts.root, keys, model);
    return [
      hitAt(facts, keys, {
        node: model,
        weight: isSmall && canAct ? atLeast('low', ...agents) : { by: 'rule', severity: 'medium', agents },
        patches: [patch],
        say: isSmall ? `${size} thousand million parameters` : 'an old model family',
        side_effects: 'Another model answers; its provider needs a key.',
        restart: null,
        part: `model ${text}`,
      }),
    ];
  });
}

function isWeak(text: string): boolean {
  const size = Number(MODEL_SIZE.exec(text)?.[1] ?? Number.NaN);
  return LEGACY_MODEL.test(text) || size <= SMALL_MODEL_MAX;
}

/** Another model that is set and has a provider, or none: the product then takes its own default. */
function replacement(root: Node, keys: readonly string[], model: Node) {
  const providers = new Set(entriesAt(root, 'models', 'providers').map(([name]) => name));
  const strongest = listModels(root)
    .map((other) => textAt(other.model) ?? '')
    .find(
      (text) =>
        text !== '' && !isWeak(text) && (providers.size === 0 || providers.has(text.split('/')[0] ?? '')),
    );
  return keys.includes('fallbacks') || strongest === undefined ? removeAt(model) : setAt(model, strongest);
}

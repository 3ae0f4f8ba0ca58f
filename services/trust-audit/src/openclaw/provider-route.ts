import { at, entriesAt, type Node, textAt, textsAt } from '../settings/node.ts';
import type { Instance } from './instance.ts';
import { isReference, type Judgement, judgeDefault, placeOf, quote, unknownValue } from './judgement.ts';

const PROVIDERS = ['models', 'providers'];
const MODE = ['models', 'mode'];

/** Whether every model call goes through the proxy that the shield guards. */
export function judgeProviders(instance: Instance, node: Node, proxies: readonly string[]): Judgement[] {
  const providers = entriesAt(node, ...PROVIDERS);
  const judgements = providers.map(([name, provider]) => judgeProvider(name, provider, proxies));
  const names = new Set(providers.map(([name]) => name));
  for (const { model, keys } of listModels(node)) {
    const text = textAt(model) ?? '';
    const slash = text.indexOf('/');
    // A name without a provider is an alias or belongs to a default one: the providers above tell of it.
    if (slash <= 0 || names.has(text.slice(0, slash))) continue;
    judgements.push({
      state: 'weak',
      keys,
      evidence: `${quote(model)}; no provider of this name is set, so OpenClaw's own address of it is called.`,
    });
  }
  if (judgements.length === 0)
    return [
      {
        state: 'unknown',
        keys: PROVIDERS,
        evidence: `~${instance.configFile}: neither a provider nor a model is set.`,
        reason: "Where model calls go is decided by the gateway's environment, which was not read.",
      },
    ];
  return [...judgements, judgeMode(instance, node)];
}

function judgeProvider(name: string, provider: Node, proxies: readonly string[]): Judgement {
  const keys = [...PROVIDERS, name, 'baseUrl'];
  const baseUrl = at(provider, 'baseUrl');
  const text = textAt(baseUrl);
  if (baseUrl === undefined)
    return {
      state: 'weak',
      keys,
      evidence: `${placeOf(provider)}: no baseUrl, so the provider's own address is called.`,
    };
  if (text === undefined) return unknownValue(keys, baseUrl);
  if (isReference(text))
    return {
      state: 'unknown',
      keys,
      evidence: quote(baseUrl),
      reason: 'The address comes from the environment, which was not read.',
    };
  const origin = originOf(text);
  if (origin === null)
    return { state: 'unknown', keys, evidence: placeOf(baseUrl), reason: 'This is not an http address.' };
  // Only the origin: an address may carry a user name and a key.
  const evidence = `${placeOf(baseUrl)} has the origin ${origin}`;
  return { state: proxies.includes(origin) ? 'safe' : 'weak', keys, evidence };
}

function judgeMode(instance: Instance, node: Node): Judgement {
  const mode = at(node, ...MODE);
  if (mode === undefined) return judgeDefault(instance, MODE, '"merge"', 'weak');
  const text = textAt(mode);
  if (text === 'replace') return { state: 'safe', keys: MODE, evidence: quote(mode) };
  if (text === 'merge') return { state: 'weak', keys: MODE, evidence: quote(mode) };
  return unknownValue(MODE, mode);
}

/** The models that agents use, with their fall-backs. */
function listModels(node: Node): { model: Node; keys: readonly string[] }[] {
  const scopes: { keys: string[]; scope: Node | undefined }[] = [
    { keys: ['agents', 'defaults'], scope: at(node, 'agents', 'defaults') },
    ...entriesAt(node, 'agents', 'entries').map(([id, scope]) => ({
      keys: ['agents', 'entries', id],
      scope,
    })),
  ];
  const list = at(node, 'agents', 'list');
  if (list?.kind === 'array')
    for (const [index, scope] of list.items.entries())
      scopes.push({ keys: ['agents', 'list', String(index)], scope });
  return scopes.flatMap(({ keys, scope }) =>
    ['model', 'utilityModel', 'decisionModel'].flatMap((key) => modelsOf(at(scope, key), [...keys, key])),
  );
}

function modelsOf(node: Node | undefined, keys: string[]): { model: Node; keys: readonly string[] }[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return [{ model: node, keys }];
  const primary = at(node, 'primary');
  const fallbacks = at(node, 'fallbacks');
  return [
    ...(primary === undefined ? [] : [{ model: primary, keys: [...keys, 'primary'] }]),
    ...(fallbacks?.kind === 'array' && textsAt(fallbacks).length > 0
      ? fallbacks.items.map((model, index) => ({ model, keys: [...keys, 'fallbacks', String(index)] }))
      : []),
  ];
}

export function originOf(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : null;
  } catch {
    return null;
  }
}

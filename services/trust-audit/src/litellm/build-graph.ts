import type { GraphBuilder } from '../graph/graph-builder.ts';
import { INTERNET, STRANGER } from '../graph/principals.ts';
import { addResource } from '../graph/resources.ts';
import { LAN_FROM_INTERNET, OPEN, TOKEN, WEAK_SECRET } from '../graph/strengths.ts';
import { at, type Node, textAt } from '../settings/node.ts';

export function proxyId(root: Node): string {
  return `surface:litellm:${root.place.file}`;
}

/** A key that stands in many guides, or one that is soon guessed. */
export function isWeakKey(key: string): boolean {
  return (
    /^(?:sk-)?(?:1234|12345|123456|test|master|changeme|litellm|admin|password|secret|example)/i.test(key) ||
    key.length < 20
  );
}

/** The proxy listens on every address by default, and holds the keys of the providers. */
export function buildProxy(builder: GraphBuilder, root: Node): void {
  const id = builder.node({ id: proxyId(root), kind: 'surface', label: 'the LiteLLM proxy' });
  const key = at(root, 'general_settings', 'master_key');
  const text = textAt(key);
  const strength =
    key === undefined
      ? OPEN
      : text !== undefined && !text.startsWith('os.environ/') && isWeakKey(text)
        ? WEAK_SECRET
        : TOKEN;
  const guards = [
    key === undefined
      ? 'asks for nothing'
      : strength === TOKEN
        ? 'asks for a key'
        : 'a key that is easily guessed',
  ];
  const input = { guards, setting: key, place: root.place };
  builder.edge(STRANGER, 'authenticates_to', id, { ...input, strength });
  builder.edge(INTERNET, 'authenticates_to', id, { ...input, strength: strength * LAN_FROM_INTERNET });
  builder.edge(id, 'holds', addResource(builder, 'secrets'), { strength: OPEN, place: root.place });
}

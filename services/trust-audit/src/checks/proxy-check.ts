import type { Scan } from '../scan.ts';
import type { Node } from '../settings/node.ts';
import type { Hit, TrustCheck } from './trust-check.ts';

export const RESTART = 'restart the LiteLLM proxy';

/** A check of every LiteLLM configuration that could be read. */
export function proxyCheck(
  spec: Omit<TrustCheck, 'find' | 'product' | 'vendor' | 'references'> & {
    findIn: (root: Node, scan: Scan) => readonly Hit[];
  },
): TrustCheck {
  const { findIn, ...rest } = spec;
  return {
    ...rest,
    product: 'litellm',
    vendor: [],
    references: ['owasp-llm.llm10-2025'],
    find: (scan) => scan.litellm.files.flatMap(({ node }) => (node === null ? [] : findIn(node, scan))),
  };
}

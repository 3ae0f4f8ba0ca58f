import { DEPTH_MAX, LEAVES_MAX } from './limits.ts';

/** Too deep or too many: the caller refuses the request or scans the raw text instead. */
type Flattened = { ok: true; lines: string[] } | { ok: false; bound: 'depth' | 'leaves' };

/**
 * The texts inside a JSON value as lines `name: value`, in document order, without JSON's escapes: a quoted or escaped
 * command reads as the command it is. Numbers and booleans say nothing and are left out.
 */
export function flattenJson(value: unknown, skipped: ReadonlySet<string> = new Set()): Flattened {
  const lines: string[] = [];
  const stack: { name: string; value: unknown; depth: number }[] = [{ name: '', value, depth: 0 }];
  let seen = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    seen += 1;
    if (seen > LEAVES_MAX) return { ok: false, bound: 'leaves' };
    if (typeof next.value === 'string') {
      lines.push(next.name === '' ? next.value : `${next.name}: ${next.value}`);
      continue;
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= DEPTH_MAX) return { ok: false, bound: 'depth' };
    pushChildren(stack, next.name, next.value, next.depth + 1, skipped);
  }
  return { ok: true, lines };
}

function pushChildren(
  stack: { name: string; value: unknown; depth: number }[],
  name: string,
  value: object,
  depth: number,
  skipped: ReadonlySet<string>,
): void {
  const children: { name: string; value: unknown; depth: number }[] = [];
  if (Array.isArray(value)) {
    for (const item of value) children.push({ name, value: item, depth });
  } else {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && skipped.has(key)) continue;
      children.push({ name: key, value: item, depth });
    }
  }
  // Last in, first out: reversed, so that lines keep the document's order.
  for (let index = children.length - 1; index >= 0; index--) {
    const child = children[index];
    if (child !== undefined) stack.push(child);
  }
}

/** Where a value was written. */
export interface Place {
  /** Path below the home, starting with `/`. */
  readonly file: string;
  /** JSON pointer (RFC 6901) inside that file. */
  readonly pointer: string;
  /** From 1; of the key where there is one. */
  readonly line: number;
}

export type Scalar = string | number | boolean | null;

/** A configuration value that remembers where each part of it came from. */
export type Node = { readonly place: Place } & (
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Node> }
  | { readonly kind: 'array'; readonly items: readonly Node[] }
  | { readonly kind: 'scalar'; readonly value: Scalar }
);
export type ObjectNode = Extract<Node, { kind: 'object' }>;

/** The value below a node; items of a list by their number. */
export function at(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let current = node;
  for (const key of keys) {
    if (current?.kind === 'object') current = current.entries.get(key);
    else current = current?.kind === 'array' && /^\d+$/.test(key) ? current.items[Number(key)] : undefined;
  }
  return current;
}

export function textAt(node: Node | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(node, ...keys);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
}

export function flagAt(node: Node | undefined, ...keys: readonly string[]): boolean | undefined {
  const found = at(node, ...keys);
  return found?.kind === 'scalar' && typeof found.value === 'boolean' ? found.value : undefined;
}

/** The texts of a list; numbers as they read (ids of chats are written both ways). Others are left out. */
export function textsAt(node: Node | undefined, ...keys: readonly string[]): string[] {
  const found = at(node, ...keys);
  if (found?.kind !== 'array') return [];
  return found.items.flatMap((item) =>
    item.kind === 'scalar' && (typeof item.value === 'string' || typeof item.value === 'number')
      ? [String(item.value)]
      : [],
  );
}

export function entriesAt(
  node: Node | undefined,
  ...keys: readonly string[]
): readonly (readonly [string, Node])[] {
  const found = at(node, ...keys);
  return found?.kind === 'object' ? [...found.entries] : [];
}

export function pointerKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value as plain data, for patches and comparisons. */
export type Plain = Scalar | readonly Plain[] | { readonly [key: string]: Plain };

export function toPlain(node: Node): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(toPlain);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, toPlain(value)]));
}

export function itemsAt(node: Node | undefined, ...keys: readonly string[]): readonly Node[] {
  const found = at(node, ...keys);
  return found?.kind === 'array' ? found.items : [];
}

/** `/a~1b/0` as `['a/b', '0']`. */
export function splitPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function joinPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${pointerKey(key)}`).join('');
}

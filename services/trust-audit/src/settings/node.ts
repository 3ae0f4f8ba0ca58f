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

export function at(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let current = node;
  for (const key of keys) current = current?.kind === 'object' ? current.entries.get(key) : undefined;
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

/**
 * The texts inside a JSON value as lines `name: text`, in order and without JSON's escapes, so that a command reads as
 * the command it is. No recursion: how deep a value goes is up to whoever wrote it, how much of it there is to the entry.
 */
export function argumentLines(value: unknown): string[] {
  const lines: string[] = [];
  const stack: { readonly name: string; readonly value: unknown }[] = [{ name: '', value }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { name, value: inner } = next;
    if (typeof inner === 'string') lines.push(name === '' ? inner : `${name}: ${inner}`);
    if (typeof inner !== 'object' || inner === null) continue;
    const children = Array.isArray(inner)
      ? inner.map((item: unknown) => ({ name, value: item }))
      : Object.entries(inner).map(([key, item]: [string, unknown]) => ({ name: key, value: item }));
    // Last in, first out: reversed, so that lines keep the value's order.
    for (const child of children.reverse()) stack.push(child);
  }
  return lines;
}

/** Placeholders that are not fields of events. */
const OWN = ['count', 'timespan', 'delta', 'first', 'last'];
const PLACEHOLDER = /\{([A-Za-z0-9_.@-]{1,128})\}/g;
const STEP = /^step([1-9][0-9]?)\.(.+)$/;

/** A placeholder of a sentence: one of ours, or a field, of any event or of the event of one step. */
export type Placeholder =
  | { readonly kind: 'own'; readonly name: string }
  | { readonly kind: 'field'; readonly name: string; readonly step: number | null };

export function readPlaceholder(text: string): Placeholder {
  if (OWN.includes(text)) return { kind: 'own', name: text };
  const [, step, field] = STEP.exec(text) ?? [];
  if (step === undefined || field === undefined) return { kind: 'field', name: text, step: null };
  return OWN.includes(field)
    ? { kind: 'own', name: field }
    : { kind: 'field', name: field, step: Number(step) - 1 };
}

/** Fields of events that a sentence needs. */
export function fieldsIn(template: string): string[] {
  const names = [...template.matchAll(PLACEHOLDER)].map((found) => readPlaceholder(found[1] ?? ''));
  return names.flatMap((each) => (each.kind === 'field' ? [each.name] : []));
}

/** Replaces each placeholder; what `valueFor` does not know is marked as missing. */
export function fillTemplate(
  template: string,
  valueFor: (placeholder: Placeholder) => string | undefined,
): { text: string; missing: boolean } {
  let missing = false;
  const text = template.replaceAll(PLACEHOLDER, (_, inner: string) => {
    const placeholder = readPlaceholder(inner);
    const value = valueFor(placeholder);
    if (value === undefined) missing = true;
    return value ?? `an unknown ${placeholder.name}`;
  });
  return { text, missing };
}

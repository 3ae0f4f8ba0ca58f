import type { Located } from './parse-rule-file.ts';
import type { CorrelationDocument, DetectionDocument } from './rule-document.ts';
import type { RuleError } from './rule-error.ts';

/** A rule as read, before it is linked to others. */
export type Source =
  | { readonly kind: 'detection'; readonly key: string; readonly located: Located<DetectionDocument> }
  | { readonly kind: 'correlation'; readonly key: string; readonly located: Located<CorrelationDocument> };

/** Rules by every way to refer to them: their name and their id. */
export class RuleIndex {
  readonly sources: Source[] = [];
  readonly #byReference = new Map<string, Source>();
  readonly #errors: RuleError[];

  constructor(errors: RuleError[]) {
    this.#errors = errors;
  }

  addDetection(located: Located<DetectionDocument>): void {
    this.#add({ kind: 'detection', key: keyOf(located), located });
  }

  addCorrelation(located: Located<CorrelationDocument>): void {
    this.#add({ kind: 'correlation', key: keyOf(located), located });
  }

  find(reference: string): Source | undefined {
    return this.#byReference.get(reference);
  }

  /** The nearest reference there is, for a mistyped one. */
  suggest(reference: string): string {
    const wanted = reference.toLowerCase();
    const near = [...this.#byReference.keys()].find(
      (each) => each.toLowerCase() === wanted || each.startsWith(wanted) || wanted.startsWith(each),
    );
    return near === undefined ? '' : `: did you mean "${near}"?`;
  }

  #add(source: Source): void {
    const { name, id } = source.located.document;
    const references = [['name', name] as const, ['id', id] as const];
    for (const [pointer, reference] of references) {
      if (reference === undefined) continue;
      const other = this.#byReference.get(reference);
      if (other === undefined) this.#byReference.set(reference, source);
      else
        this.#errors.push(
          source.located.errorAt(
            [pointer],
            `"${reference}" is the ${pointer} of another rule too (in ${other.located.file})`,
          ),
        );
    }
    this.sources.push(source);
  }
}

function keyOf(located: Located<DetectionDocument | CorrelationDocument>): string {
  const { name, id, title } = located.document;
  const place = located.errorAt([], '');
  return name ?? id ?? title ?? `${place.file}:${place.line}`;
}

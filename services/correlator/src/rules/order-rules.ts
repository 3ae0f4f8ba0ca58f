import type { RuleError } from './rule-error.ts';
import type { RuleIndex, Source } from './rule-index.ts';

/** Correlations over correlations over …: more levels than this nobody can follow. */
const DEPTH_MAX = 10;

type Correlation = Source & { kind: 'correlation' };

/** Names of rules a correlation refers to: those it counts and those that must be absent. */
export function referencesOf({
  located,
}: Correlation): { readonly name: string; readonly path: readonly PropertyKey[] }[] {
  const { correlation, fleet } = located.document;
  return [
    ...correlation.rules.map((name, index) => ({ name, path: ['correlation', 'rules', index] })),
    ...(fleet?.absence ?? []).map((name, index) => ({ name, path: ['fleet', 'absence', index] })),
  ];
}

/** Correlations in an order in which each stands after those it refers to. Unknown references and circles are reported. */
export function orderCorrelations(
  index: RuleIndex,
  errors: RuleError[],
): { source: Correlation; depth: number }[] {
  const ordered: { source: Correlation; depth: number }[] = [];
  const depths = new Map<string, number>();
  const path: string[] = [];

  function visit(source: Correlation): number {
    const known = depths.get(source.key);
    if (known !== undefined) return known;
    if (path.includes(source.key)) {
      const circle = [...path.slice(path.indexOf(source.key)), source.key].join(' -> ');
      errors.push(
        source.located.errorAt(['correlation', 'rules'], `refers to itself in a circle: ${circle}`),
      );
      return 0;
    }
    path.push(source.key);
    let depth = 0;
    for (const { name, path: at } of referencesOf(source)) {
      const target = index.find(name);
      if (target === undefined)
        errors.push(
          source.located.errorAt(at, `names "${name}", which no file defines${index.suggest(name)}`),
        );
      else if (target.kind === 'correlation') depth = Math.max(depth, visit(target) + 1);
    }
    path.pop();
    if (depth > DEPTH_MAX)
      errors.push(
        source.located.errorAt(
          ['correlation', 'rules'],
          `stands on more than ${DEPTH_MAX} levels of correlations`,
        ),
      );
    depths.set(source.key, depth);
    ordered.push({ source, depth });
    return depth;
  }

  for (const source of index.sources) if (source.kind === 'correlation') visit(source);
  return ordered.sort((a, b) => a.depth - b.depth);
}

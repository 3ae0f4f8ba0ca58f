import { mayTrain } from '../corpus/licences.ts';
import type { Row } from '../corpus/read-corpus.ts';
import { trainingRows } from '../training/training-texts.ts';
import { dropLikeRows } from './near-duplicates.ts';

/** Sets that are measured together by a model that saw none of them. */
export interface Fold {
  readonly name: string;
  readonly measured: readonly Row[];
  readonly training: readonly Row[];
}

/**
 * Leave-source-out: each set with attacks that may train is a fold of its own; ordinary sets that may train are dealt out among
 * these; sets that may not train make one more fold, but one derived from another set joins that set's. Training rows that share
 * long stretches with what is measured are left out too.
 */
export function makeFolds(rows: readonly Row[]): Fold[] {
  const sets = Map.groupBy(rows, ({ set }) => set);
  const has = (set: string, label: string): boolean =>
    sets.get(set)?.some((row) => row.label === label) === true;
  const isTraining = (set: string): boolean => sets.get(set)?.some((row) => mayTrain(row.licence)) === true;
  const names = [...sets.keys()];
  const attackSets = names.filter((set) => isTraining(set) && has(set, 'attack'));
  const members = new Map<string, string[]>(attackSets.map((set) => [set, [set]]));
  const others: string[] = [];
  let next = 0;
  for (const set of names) {
    if (attackSets.includes(set)) continue;
    const origin = attackSets.find((other) => sets.get(set)?.[0]?.source.includes(`dev.${other}`) === true);
    if (isTraining(set)) members.get(attackSets[next++ % attackSets.length] ?? '')?.push(set);
    else if (origin) members.get(origin)?.push(set);
    else others.push(set);
  }
  if (others.length > 0) members.set('others', others);
  const trainable = trainingRows(rows);
  return [...members].map(([name, list]) => {
    const measured = rows.filter((row) => list.includes(row.set));
    const left = trainable.filter((row) => !list.includes(row.set));
    return { name, measured, training: dropLikeRows(left, measured) };
  });
}

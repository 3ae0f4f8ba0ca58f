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

/** What a fold leaves out: one set with attacks, or all sets with attacks of one kind. */
export const LEAVES = ['source', 'kind'] as const;
export type Leave = (typeof LEAVES)[number];

/**
 * Leave-source-out: each set with attacks that may train is a fold of its own; ordinary sets that may train are dealt out among
 * these; sets that may not train make one more fold, but one derived from another set joins that set's. Training rows that share
 * long stretches with what is measured are left out too. Leave-kind-out does the same with all sets of a kind. `everywhere` trains in each fold and is measured in none.
 */
export function makeFolds(
  rows: readonly Row[],
  everywhere: readonly Row[] = [],
  leave: Leave = 'source',
): Fold[] {
  const sets = Map.groupBy(rows, ({ set }) => set);
  const has = (set: string, label: string): boolean =>
    sets.get(set)?.some((row) => row.label === label) === true;
  const isTraining = (set: string): boolean => sets.get(set)?.some((row) => mayTrain(row.licence)) === true;
  const names = [...sets.keys()];
  const attackSets = names.filter((set) => isTraining(set) && has(set, 'attack'));
  const nameOf = (set: string): string => (leave === 'source' ? set : kindOf(sets.get(set) ?? []));
  const members = new Map<string, string[]>();
  for (const set of attackSets) members.set(nameOf(set), [...(members.get(nameOf(set)) ?? []), set]);
  const folds = [...members.keys()];
  const others: string[] = [];
  let next = 0;
  for (const set of names) {
    if (attackSets.includes(set)) continue;
    const origin = attackSets.find((other) => sets.get(set)?.[0]?.source.includes(`dev.${other}`) === true);
    if (isTraining(set)) members.get(folds[next++ % folds.length] ?? '')?.push(set);
    else if (origin) members.get(nameOf(origin))?.push(set);
    else others.push(set);
  }
  if (others.length > 0) members.set('others', others);
  const trainable = trainingRows(rows);
  return [...members].map(([name, list]) => {
    const measured = rows.filter((row) => list.includes(row.set));
    const left = trainable.filter((row) => !list.includes(row.set));
    const training = [
      ...dropLikeRows(left, measured, 'attack'),
      ...dropLikeRows(everywhere, measured, 'benign'),
    ];
    return { name, measured, training };
  });
}

/** What most attacks of a set are: planted in what tools return, personas without rules, or anything else that people type. */
function kindOf(rows: readonly Row[]): string {
  const attacks = rows.filter(({ label }) => label === 'attack');
  const most = (test: (row: Row) => boolean): boolean => attacks.filter(test).length * 2 > attacks.length;
  if (most(({ origin }) => origin !== 'user')) return 'planted';
  return most(({ category }) => /jailbreak/i.test(category)) ? 'jailbreak' : 'mixed';
}

import { parseArgs } from 'node:util';
import { readCorpus } from './corpus/read-corpus.ts';
import type { Outcome } from './evaluation/measure.ts';
import { measureFolds } from './evaluation/measure-folds.ts';

const { values } = parseArgs({
  options: { corpus: { type: 'string' }, count: { type: 'string', default: '10' }, set: { type: 'string' } },
});
if (values.corpus === undefined) {
  process.stderr.write('usage: hard.ts --corpus DIR [--set NAME] [--count N]\n');
  process.exit(64);
}
const count = Number(values.count);
const { rows } = readCorpus(values.corpus);
const outcomes = measureFolds(rows, (line) => process.stderr.write(`${line}\n`));
for (const [set, list] of Map.groupBy(outcomes, ({ row }) => row.set)) {
  if (values.set !== undefined && values.set !== set) continue;
  const missed = list.filter(({ row, verdict }) => row.label === 'attack' && verdict === 'allow');
  const wrong = list.filter(({ row, verdict }) => row.label === 'benign' && verdict !== 'allow');
  show(
    `${set}: ${missed.length} attacks missed`,
    missed.sort((a, b) => a.risk - b.risk),
  );
  show(
    `${set}: ${wrong.length} ordinary texts flagged`,
    wrong.sort((a, b) => b.risk - a.risk),
  );
}

/** Control characters are shown, not sent to the terminal. */
function show(title: string, list: readonly Outcome[]): void {
  if (list.length === 0) return;
  process.stdout.write(`\n## ${title}\n`);
  for (const { row, risk, rules } of list.slice(0, count))
    process.stdout.write(
      `${(100 * risk).toFixed(1).padStart(5)} ${row.id} [${rules.join(' ')}] ${JSON.stringify(row.text.slice(0, 200))}\n`,
    );
}

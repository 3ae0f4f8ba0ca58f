import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCorpus } from './corpus/read-corpus.ts';
import { measure } from './evaluation/measure.ts';
import { measureFolds, measureRows } from './evaluation/measure-folds.ts';
import { measureRules } from './evaluation/measure-rules.ts';
import { formatFigures } from './evaluation/print-figures.ts';
import { writeReport } from './evaluation/report-html.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    report: { type: 'string' },
    json: { type: 'boolean', default: false },
    shipped: { type: 'boolean', default: false },
  },
});
if (values.corpus === undefined) {
  process.stderr.write('usage: eval.ts --corpus DIR [--report FILE.html] [--json] [--shipped]\n');
  process.exit(64);
}
const { rows } = readCorpus(values.corpus);
const outcomes = values.shipped
  ? measureRows(rows)
  : measureFolds(rows, (line) => process.stderr.write(`${line}\n`));
const figures = measure(outcomes);
const rules = measureRules(outcomes);
const how = values.shipped
  ? 'As shipped: sets that trained the model look better here than they are.'
  : 'Leave-source-out: every set is measured by a model that saw nothing of it.';
if (values.report !== undefined) writeFileSync(values.report, writeReport(figures, outcomes, rules, how));
process.stdout.write(
  values.json
    ? `${JSON.stringify({ how, ...figures, rules }, undefined, 2)}\n`
    : `${how}\n${formatFigures(figures)}`,
);

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCorpus } from './corpus/read-corpus.ts';
import { LEAVES } from './evaluation/folds.ts';
import { measure } from './evaluation/measure.ts';
import { measureFolds, measureRows } from './evaluation/measure-folds.ts';
import { measureOrigins } from './evaluation/measure-origins.ts';
import { formatFalsePositives, measureRules } from './evaluation/measure-rules.ts';
import { formatFigures } from './evaluation/print-figures.ts';
import { writeReport } from './evaluation/report-html.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    report: { type: 'string' },
    json: { type: 'boolean', default: false },
    shipped: { type: 'boolean', default: false },
    leave: { type: 'string', default: 'source' },
    'false-positives': { type: 'string' },
  },
});
const leave = LEAVES.find((name) => name === values.leave);
if (values.corpus === undefined || leave === undefined) {
  process.stderr.write(
    'usage: eval.ts --corpus DIR [--leave source|kind | --shipped] [--report FILE.html] [--json] [--false-positives FILE.json]\n',
  );
  process.exit(64);
}
const { rows } = readCorpus(values.corpus);
const outcomes = values.shipped
  ? measureRows(rows)
  : measureFolds(rows, (line) => process.stderr.write(`${line}\n`), leave);
const figures = measure(outcomes);
const rules = measureRules(outcomes);
const origins = measureOrigins(outcomes);
const how = values.shipped
  ? 'As shipped: sets that trained the model look better here than they are.'
  : leave === 'source'
    ? 'Leave-source-out: every set is measured by a model that saw nothing of it.'
    : 'Leave-kind-out: every set is measured by a model that saw no set with attacks of its kind.';
if (values.report !== undefined) writeFileSync(values.report, writeReport(figures, outcomes, rules, how));
if (values['false-positives'] !== undefined)
  writeFileSync(values['false-positives'], formatFalsePositives(outcomes, rules));
process.stdout.write(
  values.json
    ? `${JSON.stringify({ how, ...figures, origins, rules }, undefined, 2)}\n`
    : `${how}\n${formatFigures(figures, origins)}`,
);

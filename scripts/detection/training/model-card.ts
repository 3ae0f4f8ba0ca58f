import { createHash } from 'node:crypto';
import type { Corpus, Row } from '../corpus/read-corpus.ts';
import type { GeneratedText } from '../generate/generate.ts';
import { FIT_OPTIONS } from './fit.ts';
import type { Training } from './train-model.ts';

/** What a model card says: from what, how, how big, what it cannot do. Figures come from `eval.ts`, run after. */
export function writeModelCard(
  corpus: Corpus,
  rows: readonly Row[],
  generated: readonly GeneratedText[],
  training: Training,
  seed: number,
): string {
  const { artefact } = training;
  const sets = [...Map.groupBy(rows, ({ set }) => set)].map(([set, list]) => {
    const attacks = list.filter(({ label }) => label === 'attack').length;
    const licences = [...new Set(list.map(({ licence }) => licence))].sort().join('; ');
    return `| ${set} | ${attacks} | ${list.length - attacks} | ${licences} |`;
  });
  const used = new Set(rows.map(({ set }) => set));
  const hashes = [...corpus.hashes].filter(([file]) => [...used].some((set) => file.includes(set)));
  const packages = rows.filter(({ set }) => set.startsWith('packages_'));
  const own = generated.filter(({ attack }) => attack).length;
  const ownHash = hashTexts(generated);
  return `# Model card: injection model

Written by \`scripts/detection/train.ts\`; do not edit.

- **What it is**: logistic regression over the presence of ${artefact.count} features (words and their pairs, triples and skips, and the classes of a lexicon in some 30 languages) in windows of 12, 24 and 64 tokens; the strongest window counts. Weights are signed bytes.
- **What it is for**: judging text that reaches an agent (a user's message, a tool's result or definition) for attempts to take the model over. It judges neither system prompts nor answers. It adds to the rules and does not replace them.
- **Version**: ${artefact.version}; bias ${artefact.bias.toFixed(3)}; largest rounding of a weight ${training.rounding.toFixed(4)} log-odds.
- **Training**: ${training.texts} texts, ${training.attacks} of them attacks; seed ${seed}; ${JSON.stringify(FIT_OPTIONS)}; multiple-instance: a text teaches by its strongest windows. A feature must stand in 2 sources and 4 texts.
- **Calibration** (log-odds → weight), from ordinary texts judged by models that had not seen their source: ${JSON.stringify(artefact.calibration)}

## Data

Rows enter only under licences that let the weights be used freely. Generated texts (${own} attacks, ${generated.length - own} ordinary, SHA-256 ${ownHash}) come from the grammars in \`scripts/detection/generate/texts\`; generated attacks are also planted into ordinary rows.

| set | attacks | ordinary | licence |
| --- | --- | --- | --- |
${sets.join('\n')}

| file | SHA-256 |
| --- | --- |
${hashes.map(([file, hash]) => `| ${file} | ${hash} |`).join('\n')}
| documents and source of ${new Set(packages.map(({ source }) => source)).size} installed packages | ${hashTexts(packages)} |

## Limits

- It reads words, not intent: a polite request in the wrong place or a fluent pretext reads like any other request. Tool policy and provenance cover those.
- Suffixes found by an optimiser hold no words to learn from.
- Languages outside the lexicon and the grammars are judged by little more than their Latin or English parts.
- Text about attacks, and long prompts written for agents, come closest to false alarms.
- Labels of the public sets are partly wrong: some persona prompts are called attacks and some attacks ordinary.
`;
}

function hashTexts(texts: readonly { readonly text: string }[]): string {
  return createHash('sha256')
    .update(texts.map(({ text }) => text).join('\n'))
    .digest('hex');
}

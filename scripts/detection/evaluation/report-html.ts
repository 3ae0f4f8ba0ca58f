import type { Figures, Outcome } from './measure.ts';
import type { RuleFigures } from './measure-rules.ts';
import { plotReliability, plotRoc } from './plots.ts';

const STYLE =
  'body{font:14px system-ui;margin:2rem;max-width:70rem}table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}svg{width:24rem;font-size:10px}.grid line{stroke:#ddd}polyline{fill:none;stroke:#06c;stroke-width:2}.line1{stroke:#999;stroke-dasharray:4}';

/** The whole evaluation as one page that needs nothing else. */
export function writeReport(
  figures: Figures,
  outcomes: readonly Outcome[],
  rules: readonly RuleFigures[],
  how: string,
): string {
  const { macro, pooled } = figures;
  const sets = figures.sets.map((set) =>
    row([
      set.set,
      set.attacks,
      set.benign,
      ...[set.tpr_1, set.tpr_01, set.flagged_attacks, set.blocked_attacks, set.f1].map((value) =>
        percent(value, 1),
      ),
      percent(set.flagged_benign, 2),
      percent(set.blocked_benign, 2),
      percent(set.flagged_quoting, 1),
      percent(set.blocked_quoting, 1),
    ]),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Detection evaluation</title><style>${STYLE}</style>
<h1>Detection evaluation</h1><p>${escapeHtml(how)}</p>
<p>Macro over sources with attacks: TPR at 1 % benign flags <b>${macro.tpr_1.toFixed(1)} %</b>, at 0.1 % <b>${macro.tpr_01.toFixed(1)} %</b>; flagged at the shipped thresholds ${macro.flagged.toFixed(1)} %; F1 ${macro.f1.toFixed(1)}.
Ordinary texts (${pooled.benign}): flagged <b>${pooled.flagged.toFixed(2)} %</b>, blocked <b>${pooled.blocked.toFixed(3)} %</b>.</p>
${plotRoc(outcomes)}${plotReliability(outcomes)}
<h2>Sets</h2><table><tr><th>set</th><th>attacks</th><th>benign</th><th>TPR@1%</th><th>TPR@0.1%</th><th>flagged</th><th>blocked</th><th>F1</th><th>benign flagged</th><th>benign blocked</th><th>quoting flagged</th><th>quoting blocked</th></tr>${sets.join('')}</table>
<h2>Rules</h2><table><tr><th>rule</th><th>attacks hit</th><th>benign hit</th><th>precision</th></tr>${rules.map((rule) => row([rule.rule, rule.attacks, rule.benign, percent(rule.precision, 1)])).join('')}</table></html>
`;
}

function row(cells: readonly (string | number)[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`;
}

function percent(value: number | undefined, digits: number): string {
  return value === undefined ? '' : value.toFixed(digits);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

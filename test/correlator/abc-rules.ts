import { loadRules, type PlainEvent, runRules } from './run-rules.ts';

const detection = (name: string) =>
  `title: ${name}\nname: ${name}\nlogsource: { product: x }\ndetection: { s: { k: ${name} }, condition: s }\n`;
export const A = detection('a');
export const B = detection('b');
export const C = detection('c');

/** A correlation over a, b and c, with lines of its section and of the document. */
export const correlation = (section: string, document = '') =>
  `title: Correlated\nname: correlated\nlevel: high\n${document}correlation:\n${section
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
export const rules = (...documents: string[]) => loadRules([...documents, A, B, C].join('---\n'));

export const at = (k: string, ...times: number[]): PlainEvent[] =>
  times.map((s) => ({ s, k, u: 'alice', h: 'h1' }));
export const alerts = (set: ReturnType<typeof rules>, events: readonly PlainEvent[], options = {}) =>
  runRules(set, events, options).alerts;

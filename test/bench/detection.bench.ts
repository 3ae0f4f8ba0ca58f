import { scan } from '@clawnex/shared/detection/engine.ts';
import { findHits } from '@clawnex/shared/detection/find-hits.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { KINDS, makeText } from './detection-texts.ts';

/** Characters, texts of each kind, and runs. */
const SIZES = [
  { length: 200, texts: 32, runs: 3_000, max_ms: 0.02 },
  { length: 4_096, texts: 32, runs: 1_500, max_ms: 0.2 },
  { length: 65_536, texts: 8, runs: 150, max_ms: 2.5 },
  { length: 1_048_576, texts: 2, runs: 16, max_ms: 45 },
  { length: 16_777_216, texts: 1, runs: 3, max_ms: 45 * 16 },
] as const;
/** A RegExp for each rule on a text longer than this would take minutes. */
const MAX_NAIVE = 1_048_576;

const started = performance.now();
const ruleset = builtinRuleset();
console.log(`${ruleset.rules.size} rules ready after ${(performance.now() - started).toFixed(1)} ms`);

let sink = 0;

function loopCharacters(text: string): void {
  for (let index = 0; index < text.length; index++) sink += text.charCodeAt(index);
}

const patterns = ruleset.matcher.parts.map((part) => ({
  exact: part.exact,
  regexp: new RegExp(part.source, 'm'),
}));

/** What the rules would cost one by one: every piece of every rule searched for in the whole text. */
function searchEach(text: string): void {
  const lower = text.toLowerCase();
  for (const { exact, regexp } of patterns) if (regexp.test(exact ? text : lower)) sink++;
}

/** A linear-time engine to stand beside, where the machine has one. */
async function loadRe2(): Promise<((text: string) => void) | undefined> {
  try {
    const name: string = 're2';
    const loaded: { default: new (source: string, flags: string) => RegExp } = await import(name);
    const compiled = ruleset.matcher.parts.flatMap((part) => {
      try {
        return [new loaded.default(part.source, 'm')];
      } catch {
        // RE2 has no looks back.
        return [];
      }
    });
    return (text) => {
      const lower = text.toLowerCase();
      for (const regexp of compiled) if (regexp.test(lower)) sink++;
    };
  } catch {
    console.log('re2 is not installed: no figures for it');
    return undefined;
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function measure(
  run: (text: string) => void,
  texts: readonly string[],
  runs: number,
): { p50: number; p99: number } {
  for (let index = 0; index < Math.min(runs, 200); index++) run(texts[index % texts.length] ?? '');
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const text = texts[index % texts.length] ?? '';
    const start = performance.now();
    run(text);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

const re2 = await loadRe2();
console.log('characters kind     what                   p50 ms     p99 ms      MB/s   aim p50');
for (const { length, texts, runs, max_ms } of SIZES) {
  for (const kind of KINDS) {
    const own = Array.from({ length: texts }, (_, seed) => makeText(kind, length, seed));
    const print = (what: string, run: (text: string) => void, times: number, aim?: number): void => {
      const { p50, p99 } = measure(run, own, times);
      const speed = (length / 1_048_576 / (p50 / 1_000)).toFixed(0);
      console.log(
        `${String(length).padStart(10)} ${kind.padEnd(8)} ${what.padEnd(18)} ${p50.toFixed(4).padStart(10)} ${p99.toFixed(4).padStart(10)} ${speed.padStart(9)} ${aim === undefined ? '' : `  ${aim}`}`,
      );
    };
    print('character loop', loopCharacters, runs);
    print('rules and views', (text) => findHits(text, ruleset.matcher), runs);
    print('whole scan', (text) => scan({ text, origin: 'tool_result' }, ruleset), runs, max_ms);
    if (length <= MAX_NAIVE) print('RegExp each', searchEach, Math.max(1, Math.ceil(runs / 40)));
    if (re2 && length <= MAX_NAIVE) print('RE2 each', re2, Math.max(1, Math.ceil(runs / 40)));
  }
}
if (sink < 0) console.log(sink);

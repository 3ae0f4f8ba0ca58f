import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { ORIGINS, type Origin } from '@clawnex/proto/scan.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { Command, Option } from 'commander';
import { StepError } from '../bring/report.ts';
import { print, printJson } from './print.ts';
import { scanLines } from './scan-lines.ts';

interface Options {
  readonly jsonl?: true;
  readonly origin: Origin;
  readonly explain?: true;
}

export function scanCommand(): Command {
  return new Command('scan')
    .description('Scan a text with the rules and the model that ship: no daemon, no network, nothing stored')
    .argument('[file]', 'file to scan; standard input for - or where absent')
    .option('--jsonl', 'read lines {"id","text","origin"?} and print one line of result each, in order')
    .addOption(new Option('--origin <origin>', 'who wrote the text').choices(ORIGINS).default('user'))
    .option('--explain', 'print what the score is made of')
    .action(async (given: string | undefined, options: Options) => {
      const file = given === '-' ? undefined : given;
      if (options.jsonl) {
        if (file !== undefined)
          throw new StepError('--jsonl reads standard input: give no file, or `< file`.');
        await scanLines(process.stdin, process.stdout, options.origin);
      } else scanOne(file === undefined ? await readAll(process.stdin) : readText(file), options);
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StepError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function scanOne(text: string, { origin, explain }: Options): void {
  const result = scan({ text, origin }, builtinRuleset());
  if (!explain) {
    printJson({ verdict: result.verdict, score: result.score, detections: result.detections });
    return;
  }
  print(`${result.verdict}, score ${result.score}`);
  for (const { source, points, reason } of result.ledger)
    print(`${points.toFixed(1).padStart(7)}  ${source}${reason === '' ? '' : `: ${reason}`}`);
  for (const { rule, view, spans } of result.detections)
    for (const { start, end } of spans.slice(0, 3)) print(`  ${rule} (${view}) at ${start}–${end}`);
}

import { writeFileSync } from 'node:fs';
import { backtest } from '@clawnex/correlator/src/offline/backtest.ts';
import { explainEvent } from '@clawnex/correlator/src/offline/explain-event.ts';
import { toJUnit } from '@clawnex/correlator/src/offline/junit.ts';
import { OfflineRun, type RunOptions, type RunResult } from '@clawnex/correlator/src/offline/run-events.ts';
import { readSuppressions } from '@clawnex/correlator/src/offline/suppression-file.ts';
import { testRules } from '@clawnex/correlator/src/offline/test-rules.ts';
import { tuneRule } from '@clawnex/correlator/src/offline/tune-rule.ts';
import { loadRuleFolder } from '@clawnex/correlator/src/rules/load-rules.ts';
import type { RuleSet } from '@clawnex/correlator/src/rules/rule.ts';
import { describeRuleError } from '@clawnex/correlator/src/rules/rule-error.ts';
import { shippedRulesFolder } from '@clawnex/correlator/src/rules/rules-folder.ts';
import { Command } from 'commander';
import { report, StepError } from '../bring/report.ts';
import { eachLine } from './each-line.ts';
import { print, printJson } from './print.ts';
import { describeAlerts, resultJson } from './rules-output.ts';

interface Rules {
  readonly rules: string;
  readonly keepGoing?: true;
  readonly json?: true;
}
interface Events extends Rules {
  readonly events: string;
  readonly suppressions?: string;
  readonly open?: true;
}

/** Lint errors told on the terminal; `--json` has all. */
const ERRORS_SHOWN = 50;

export function rulesCommand(): Command {
  const command = new Command('rules').description(
    'Run, test and explain correlation rules (Sigma): offline, with the daemon’s own engine',
  );
  withRules(command.command('run'))
    .description('Run rules over a file of events and print what they raise')
    .requiredOption('--events <file>', 'events, one JSON object a line; - is standard input')
    .option('--suppressions <file>', 'JSON list of suppressions')
    .option('--open', 'leave windows open whose end the events did not reach')
    .action(async (options: Events) => {
      const loaded = load(options);
      const result = await run(loaded.rules, options);
      if (options.json === true) printJson(resultJson(loaded, result));
      else describeAlerts(result);
      for (const { line, message } of result.faults) report(`${options.events}:${line} ${message}`);
      if (result.faults_total > 0) process.exitCode = 1;
    });
  withRules(command.command('test'))
    .description('Run the tests inside the rule files')
    .option('--junit <file>', 'also write the outcome for a build server')
    .action((options: Rules & { junit?: string }) => {
      const { rules } = load(options);
      const outcome = testRules(rules);
      if (options.junit !== undefined) writeFileSync(options.junit, toJUnit('rules test', outcome.cases));
      if (options.json === true) printJson(outcome);
      else {
        for (const { name, failure } of outcome.cases)
          if (failure !== null) print(`failed  ${name}: ${failure}`);
        print(
          `${outcome.passed} of ${outcome.cases.length} tests passed; ${outcome.untested.length} rules that alert have none`,
        );
      }
      if (outcome.passed < outcome.cases.length) process.exitCode = 1;
    });
  withRules(command.command('explain'))
    .description('Say for an event and a rule why it matched, or what was missing')
    .requiredOption('--events <file>', 'events, one JSON object a line')
    .requiredOption('--event <id>', 'the event: its id, or its line number')
    .option('--rule <name>', 'the rule; all that match or nearly match where not given')
    .action(async (options: Events & { event: string; rule?: string }) => {
      const lines: string[] = [];
      await eachLine(options.events, (line) => lines.push(line));
      const explained = explainEvent(load(options).rules, lines, options.event, options.rule);
      if (!explained.ok) throw new StepError(explained.message);
      if (options.json === true) printJson(explained.explanation);
      else print(explained.text);
    });
  withRules(command.command('backtest'))
    .description('Run rules over stored events and compare with what is expected')
    .requiredOption('--events <file>', 'events, one JSON object a line')
    .option('--expect <file>', 'YAML: rule name to { at_least, at_most, exactly }')
    .option('--unexpected <what>', 'rules that fire without an expectation: ignore, warn or fail', 'warn')
    .option('--junit <file>', 'also write the outcome for a build server')
    .action(async (options: Events & { expect?: string; unexpected: string; junit?: string }) => {
      const started = process.hrtime.bigint();
      const result = await run(load(options).rules, options);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const outcome = backtest(result, options.expect, options.unexpected);
      if (options.junit !== undefined) writeFileSync(options.junit, toJUnit('rules backtest', outcome.cases));
      if (options.json === true) printJson({ ...outcome, lines: result.lines, seconds });
      else {
        for (const { name, failure } of outcome.cases)
          print(failure === null ? `ok      ${name}` : `failed  ${name}: ${failure}`);
        for (const warning of outcome.warnings) report(warning);
        print(
          `${result.lines} events in ${seconds.toFixed(1)} s: ${result.alerts.length} alerts, ${result.incidents.length} incidents`,
        );
      }
      if (outcome.cases.some(({ failure }) => failure !== null)) process.exitCode = 1;
    });
  withRules(command.command('tune'))
    .description('Derive a filter from events that are no threat; refused when it would hide one that is')
    .requiredOption('--rule <name>', 'the detection to filter')
    .requiredOption('--benign <file>', 'events that should not match, one JSON object a line')
    .option('--malicious <file>', 'events that must go on matching')
    .action(async (options: Rules & { rule: string; benign: string; malicious?: string }) => {
      const benign: string[] = [];
      const malicious: string[] = [];
      await eachLine(options.benign, (line) => benign.push(line));
      if (options.malicious !== undefined) await eachLine(options.malicious, (line) => malicious.push(line));
      const tuned = tuneRule(load(options).rules, options.rule, benign, malicious);
      if (!tuned.ok) throw new StepError(tuned.message);
      print(tuned.filter);
    });
  return command;
}

function withRules(command: Command): Command {
  return command
    .option(
      '--rules <dir>',
      'folder of rule files (or one file); the shipped ones where not given',
      shippedRulesFolder(),
    )
    .option('--keep-going', 'leave out rules that do not load instead of refusing them all')
    .option('--json', 'print JSON');
}

interface Loaded {
  readonly rules: RuleSet;
  readonly errors: ReturnType<typeof loadRuleFolder>['errors'];
}

function load(options: Rules): Loaded {
  const loaded = loadRuleFolder(options.rules, { leave_out_faulty: options.keepGoing === true });
  for (const error of loaded.errors.slice(0, ERRORS_SHOWN)) report(describeRuleError(error));
  if (loaded.ok) {
    for (const warning of loaded.rules.warnings.slice(0, ERRORS_SHOWN)) report(`warning: ${warning}`);
    return loaded;
  }
  if (options.json === true) printJson({ errors: loaded.errors });
  throw new StepError(
    `The rules do not load: ${loaded.errors.length} ${loaded.errors.length === 1 ? 'error' : 'errors'}. Mend them, or leave faulty rules out with --keep-going.`,
  );
}

async function run(rules: RuleSet, options: Events): Promise<RunResult> {
  const settings: RunOptions = {
    ...(options.suppressions === undefined ? {} : { suppressions: readSuppressions(options.suppressions) }),
    ...(options.open === true ? { open_end: true } : {}),
  };
  const offline = new OfflineRun(rules, settings);
  await eachLine(options.events, (line) => offline.takeLine(line));
  return offline.finish();
}

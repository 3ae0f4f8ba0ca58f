import { readFileSync } from 'node:fs';
import { DEFAULT_POLICY, type PolicyDocument } from '@clawnex/proto/policy.ts';
import {
  CATEGORIES,
  type Category,
  ORIGINS,
  type Origin,
  SEVERITIES,
  type Severity,
} from '@clawnex/proto/scan.ts';
import { diffDocuments, printDifference } from '@clawnex/shared/policy/diff-documents.ts';
import { explainPolicy } from '@clawnex/shared/policy/explain-policy.ts';
import { readPolicyYaml } from '@clawnex/shared/policy/policy-yaml.ts';
import { SettledPolicy } from '@clawnex/shared/policy/settle-policy.ts';
import { Command, Option } from 'commander';
import { StepError } from '../bring/report.ts';
import { askApi, cliUser, printPublished } from './ask-api.ts';
import { print, printJson } from './print.ts';

interface ExplainOptions {
  readonly file?: string;
  readonly category: Category;
  readonly origin: Origin;
  readonly severity: Severity;
  readonly side: 'request' | 'response';
  readonly rule: string;
  readonly host?: string;
  readonly instance?: string;
  readonly agent?: string;
  readonly key?: string;
  readonly model?: string;
  readonly tool?: string;
  readonly json?: true;
}

export function policyCommand(): Command {
  const command = new Command('policy').description("The shield's policy, as one YAML document");
  command
    .command('get')
    .description('Print the policy in force')
    .action(async () => print((await askApi('policy_get', {})).yaml.trimEnd()));
  command
    .command('test')
    .description('Check a policy without ClawNex running: exit code 1 and the place of the first fault')
    .argument('<file>')
    .action((file: string) => {
      readDocument(file);
      print(`${file}: good`);
    });
  command
    .command('diff')
    .description('What a policy would change; exit code 1 where it differs')
    .argument('<file>')
    .action(async (file: string) => {
      const document = readDocument(file);
      const lines = diffDocuments(await readLive(), document).map(printDifference);
      for (const line of lines) print(line);
      if (lines.length > 0) process.exitCode = 1;
    });
  command
    .command('put')
    .description('Put a policy in force')
    .argument('<file>')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .option('--revision <number>', 'refuse when the policy in force is not this one', Number)
    .action(async (file: string, { reason, revision }: { reason: string; revision?: number }) => {
      readDocument(file);
      const yaml = readText(file);
      const answer = await askApi('policy_put', { revision: revision ?? null, yaml, reason, by: cliUser() });
      printPublished(`revision ${answer.revision} is in force`, answer.published);
    });
  const explain = command
    .command('explain')
    .description('Which line decides about a detection')
    .addOption(
      new Option('--category <name>', 'category of the detection').choices(CATEGORIES).makeOptionMandatory(),
    )
    .addOption(new Option('--origin <name>', 'who wrote the block').choices(ORIGINS).default('user'))
    .addOption(new Option('--severity <name>', 'of the detection').choices(SEVERITIES).default('high'))
    .addOption(
      new Option('--side <name>', 'of the exchange').choices(['request', 'response']).default('request'),
    )
    .option('--rule <id>', 'rule of the detection', '')
    .option('--file <file>', 'a policy file in place of the policy in force')
    .option('--json', 'print JSON');
  for (const name of ['host', 'instance', 'agent', 'key', 'model', 'tool'])
    explain.option(`--${name} <name>`, `${name} of the call`);
  explain.action((options: ExplainOptions) => explainOne(options));
  return command;
}

async function explainOne(options: ExplainOptions): Promise<void> {
  const {
    file,
    category,
    origin,
    severity,
    side,
    rule,
    host = '',
    instance,
    agent,
    key,
    model,
    tool,
  } = options;
  const document = file === undefined ? await readLive() : readDocument(file);
  const settled = new SettledPolicy({ ...DEFAULT_POLICY, ...document });
  const subject = { host, route: 'litellm', instance, agent, key, model } as const;
  const told = explainPolicy(settled, subject, { rule, category, severity, origin, side }, tool);
  if (options.json === true) {
    printJson(told);
    return;
  }
  print(`action: ${told.action}  (${told.decided_by})`);
  for (const name of ['mode', 'profile', 'review_score', 'block_score', 'on_review'] as const)
    print(`${name}: ${told[name]}  (${told.where[name]})`);
}

async function readLive(): Promise<PolicyDocument> {
  const read = readPolicyYaml((await askApi('policy_get', {})).yaml);
  if (!read.ok) throw new StepError(`The policy in force cannot be read: ${read.where} ${read.message}`);
  return read.document;
}

function readDocument(file: string): PolicyDocument {
  const read = readPolicyYaml(readText(file));
  if (read.ok) return read.document;
  process.exitCode = 1;
  throw new StepError(`${file}, ${read.where || 'the document'}: it ${read.message}.`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StepError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

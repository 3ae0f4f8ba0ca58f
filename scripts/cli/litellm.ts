import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { PORTS } from '@clawnex/proto/daemons.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { Command } from 'commander';
import { report, StepError } from '../bring/report.ts';
import { mergeLitellmConfig } from '../litellm/merge-config.ts';
import { print } from './print.ts';

interface ConfigOptions {
  readonly merge?: string;
  readonly write?: true;
  readonly shield: string;
  readonly ingest: string;
}

export function litellmCommand(): Command {
  const command = new Command('litellm').description('Put the shield in front of a LiteLLM proxy');
  command
    .command('config')
    .description(
      'Print what LiteLLM needs in its config.yaml: the guardrail for prompts and answers, failing closed, and the log callback',
    )
    .option('--merge <file>', 'print that configuration with ours merged in; comments and order stay')
    .option('--write', 'with --merge: write the file, keeping the old one beside it as .bak')
    .option('--shield <url>', 'address of the shield', `http://127.0.0.1:${PORTS.shield}`)
    .option('--ingest <url>', 'address of ingest', `http://127.0.0.1:${PORTS.ingest}`)
    .action((options: ConfigOptions) => writeConfig(options));
  command
    .command('env')
    .description('Print the environment that LiteLLM needs (secrets): eval "$(scripts/clawnex litellm env)"')
    .action(() => {
      const paths = resolvePaths();
      print(`export CLAWNEX_SHIELD_TOKEN='${readOrCreateSecret(paths, 'shield.token')}'`);
      print(`export CLAWNEX_LOG_AUTH='Bearer ${readOrCreateSecret(paths, 'ingest.token')}'`);
      // With a small batch LiteLLM posts inside a task that it cancels after 20 s, and the batch is lost.
      print('export DEFAULT_BATCH_SIZE=100000');
      print('export DEFAULT_FLUSH_INTERVAL_SECONDS=1');
    });
  return command;
}

function writeConfig(options: ConfigOptions): void {
  const { merge, write, shield, ingest } = options;
  if (write === true && merge === undefined)
    throw new StepError('--write needs --merge FILE: the file to write.');
  const merged = mergeLitellmConfig(merge === undefined ? '' : readConfig(merge), { shield, ingest });
  if (!merged.ok) throw new StepError(`${merge}: ${merged.message}`);
  for (const notice of merged.notices) report(notice);
  if (write !== true || merge === undefined) {
    print(merged.text.trimEnd());
    return;
  }
  copyFileSync(merge, `${merge}.bak`);
  writeFileSync(`${merge}.new`, merged.text, { mode: 0o600 });
  renameSync(`${merge}.new`, merge);
  report(
    `wrote ${merge} (the old one is ${merge}.bak). Start LiteLLM with the environment of: scripts/clawnex litellm env`,
  );
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new StepError(`${file} cannot be read. Give the path of LiteLLM's config.yaml.`);
  }
}

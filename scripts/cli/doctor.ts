import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { diagnose } from '../doctor/diagnose.ts';
import { print, printJson, printTable } from './print.ts';

interface DoctorOptions {
  readonly litellm: string;
  readonly model?: string;
  readonly json?: true;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Prove the path: how the daemons are, and a harmless and a known-bad call with their verdicts and records',
    )
    .option(
      '--litellm <url>',
      'address of the LiteLLM proxy; its key is read from LITELLM_MASTER_KEY',
      'http://127.0.0.1:4000',
    )
    .option('--model <name>', 'model to call; the first one of the proxy when not given')
    .option('--json', 'print JSON')
    .action(async ({ litellm, model, json }: DoctorOptions) => {
      const key = process.env['LITELLM_MASTER_KEY'];
      const checks = await diagnose({
        paths: resolvePaths(),
        litellm: litellm.replace(/\/$/, ''),
        key,
        model,
      });
      if (json === true) printJson(checks);
      else {
        printTable(checks.map(({ name, result, seen }) => [result, name, seen]));
        for (const { name, fix } of checks) if (fix !== undefined) print(`\n${name}: ${fix}`);
      }
      if (checks.some(({ result }) => result === 'bad')) process.exitCode = 1;
      else if (checks.some(({ result }) => result === 'unknown')) process.exitCode = 2;
    });
}

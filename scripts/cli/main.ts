import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { VERSION } from '@clawnex/shared/kernel/version.ts';
import { Command } from 'commander';
import { report, StepError } from '../bring/report.ts';
import { advisoriesCommand } from './advisories.ts';
import { auditCommand } from './audit.ts';
import { breakGlassCommand } from './break-glass.ts';
import { brokerCommand } from './broker.ts';
import { canaryCommand } from './canary.ts';
import { containCommand } from './contain.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { hostCommand } from './host.ts';

import { litellmCommand } from './litellm.ts';
import { policyCommand } from './policy.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { setupCommand } from './setup.ts';
import { statusCommand } from './status.ts';
import { trustCommand } from './trust.ts';
import { watchCommand } from './watch.ts';

const program = new Command('clawnex')
  .description('Command line of ClawNex, for the admin of this machine')
  .version(VERSION)
  .showHelpAfterError('Run with --help for the usage.')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 not as it should be, 2 could not be found out, 64 wrong usage.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64));

const commands = [
  doctorCommand,
  statusCommand,
  litellmCommand,
  setupCommand,
  scanCommand,
  policyCommand,
  containCommand,
  breakGlassCommand,
  canaryCommand,
  trustCommand,
  hostCommand,
  advisoriesCommand,
  rulesCommand,
  watchCommand,

  auditCommand,
  demoCommand,
  brokerCommand,
];
for (const command of commands) program.addCommand(command());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof StepError || error instanceof ConfigError)) throw error;
  report(error.message);
  process.exitCode = 2;
}

import { Command } from 'commander';
import { trustAcceptCommand } from './trust-accept.ts';
import { trustAuditCommand } from './trust-audit.ts';
import { trustExplainCommand } from './trust-explain.ts';
import { trustFixCommand } from './trust-fix.ts';
import { trustWhatIfCommand } from './trust-what-if.ts';

export function trustCommand(): Command {
  return new Command('trust')
    .description('Who can reach the agents, what they may do, and the change that stops it')
    .addCommand(trustAuditCommand())
    .addCommand(trustExplainCommand())
    .addCommand(trustWhatIfCommand())
    .addCommand(trustFixCommand())
    .addCommand(trustAcceptCommand());
}

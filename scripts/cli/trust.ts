import { loadConfig } from '@clawnex/shared/kernel/config.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
import { TrustAuditConfig } from '@clawnex/trust-audit/src/config.ts';
import { Command } from 'commander';
import { reportSnapshot } from './posture.ts';

export function trustCommand(): Command {
  const command = new Command('trust').description('Who can reach the agents, and what agents may do');
  command
    .command('audit')
    .description('Audit the settings of the agents in a home; reads only')
    .option('--home <dir>', 'home of the user whose agents are audited; the configured one when not given')
    .option('--json', 'print JSON')
    .action(async ({ home, json }: { home?: string; json?: true }) => {
      const config = loadConfig('trust-audit', TrustAuditConfig, resolvePaths());
      const snapshot = await auditHome(home ?? config.home, { proxies: config.proxies });
      reportSnapshot(snapshot, json === true);
    });
  return command;
}

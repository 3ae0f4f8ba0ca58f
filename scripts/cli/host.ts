import { scanRoot } from '@clawnex/host-scanner/src/scan-root.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { reportSnapshot } from './posture.ts';

export function hostCommand(): Command {
  const command = new Command('host').description('How well the machine under the agents is kept');
  command
    .command('scan')
    .description('Check a machine; reads only, and starts no program')
    .option('--root <dir>', 'folder that stands for /', '/')
    .option('--json', 'print JSON')
    .action(async ({ root, json }: { root: string; json?: true }) => {
      const own = root === '/' ? { ownHome: resolvePaths().home } : {};
      reportSnapshot(await scanRoot(root, own), json === true);
    });
  return command;
}

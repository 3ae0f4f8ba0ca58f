import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../facts.ts';

/** Files that run by themselves. `programs`: each line names what is run, so a program in a temporary folder counts. */
interface StartupPattern {
  readonly pattern: string;
  readonly programs: boolean;
}

const SYSTEM: readonly StartupPattern[] = [
  ...[
    '/etc/profile',
    '/etc/profile.d/*',
    '/etc/bash.bashrc',
    '/etc/zsh/*',
    '/etc/zshrc',
    '/etc/zprofile',
  ].map((pattern) => ({ pattern, programs: false })),
  ...[
    '/etc/crontab',
    '/etc/cron.d/*',
    '/etc/cron.hourly/*',
    '/etc/cron.daily/*',
    '/etc/cron.weekly/*',
    '/etc/cron.monthly/*',
    '/etc/rc.local',
    '/etc/xdg/autostart/*.desktop',
    '/var/spool/cron/*',
    '/var/spool/cron/crontabs/*',
    '/etc/systemd/system/*.service',
    '/etc/systemd/system/*.service.d/*.conf',
    '/etc/systemd/user/*.service',
    '/Library/LaunchDaemons/*.plist',
    '/Library/LaunchAgents/*.plist',
  ].map((pattern) => ({ pattern, programs: true })),
];
const IN_HOME: readonly StartupPattern[] = [
  ...[
    '.bashrc',
    '.bash_profile',
    '.bash_login',
    '.profile',
    '.zshrc',
    '.zshenv',
    '.zprofile',
    '.config/fish/config.fish',
  ].map((pattern) => ({ pattern, programs: false })),
  ...['.config/systemd/user/*.service', '.config/autostart/*.desktop', 'Library/LaunchAgents/*.plist'].map(
    (pattern) => ({ pattern, programs: true }),
  ),
];

export interface StartupFiles {
  readonly files: readonly { readonly path: string; readonly programs: boolean }[];
  readonly gaps: readonly string[];
}

export async function findSystemStartup(facts: HostFacts): Promise<StartupFiles> {
  return await findFiles(facts, SYSTEM);
}

export async function findHomeStartup(facts: HostFacts, home: string): Promise<StartupFiles> {
  return await findFiles(
    facts,
    IN_HOME.map(({ pattern, programs }) => ({ pattern: `${home}/${pattern}`, programs })),
  );
}

async function findFiles({ root }: HostFacts, patterns: readonly StartupPattern[]): Promise<StartupFiles> {
  const files: { path: string; programs: boolean }[] = [];
  const gaps: string[] = [];
  for (const { pattern, programs } of patterns) {
    const found = await expand(root, pattern);
    gaps.push(...found.gaps);
    for (const path of found.paths) {
      const info = await root.stat(path);
      if (info.ok && info.value.kind === 'file') files.push({ path, programs });
    }
  }
  return { files, gaps };
}

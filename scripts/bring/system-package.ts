import { spawnSync } from 'node:child_process';
import { ask } from './ask.ts';
import { findProgram } from './find-program.ts';
import { report, StepError } from './report.ts';

/** A program that only the system's package manager can bring. */
export interface SystemPackage {
  readonly programs: readonly string[];
  /** Debian's and Ubuntu's package. */
  readonly apt: string;
  /** Homebrew's formula or cask. */
  readonly brew: string;
  readonly needed_for: string;
  /** Whether the program found is whole: Debian splits some over several packages. */
  readonly isWhole?: (program: string) => boolean;
}

/** Path of the program; installs its package after asking when it is missing. Throws `StepError` with the command. */
export async function bringSystemPackage(wanted: SystemPackage, yes: boolean): Promise<string> {
  const found = findWhole(wanted);
  if (found !== null) return found;
  const command = installCommand(wanted);
  const why = `${wanted.apt} is needed for ${wanted.needed_for}`;
  if (command === null)
    throw new StepError(`${why}. Install it with your system's package manager and run this again.`);
  if (!(await ask(`${why}. Run: ${command.shown} ?`, yes))) {
    throw new StepError(`${why}. Run: ${command.shown}`);
  }
  report(`installing ${wanted.apt} ...`);
  for (const [program, ...args] of command.steps) {
    const done = spawnSync(program, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (done.status !== 0) throw new StepError(`Installing ${wanted.apt} failed. Run: ${command.shown}`);
  }
  const installed = findWhole(wanted);
  if (installed === null)
    throw new StepError(
      `${wanted.apt} is installed but ${wanted.programs.join(' or ')} is missing or not whole.`,
    );
  return installed;
}

function findWhole(wanted: SystemPackage): string | null {
  const program = findProgram(wanted.programs);
  return program === null || wanted.isWhole?.(program) === false ? null : program;
}

type Step = [program: string, ...args: string[]];

function installCommand(wanted: SystemPackage): { shown: string; steps: Step[] } | null {
  if (process.platform === 'darwin') {
    if (findProgram(['brew']) === null) return null;
    return { shown: `brew install ${wanted.brew}`, steps: [['brew', 'install', ...wanted.brew.split(' ')]] };
  }
  if (findProgram(['apt-get']) === null) return null;
  const sudo: string[] = process.getuid?.() === 0 ? [] : ['sudo'];
  const step = (...words: string[]): Step => {
    const [program = '', ...args] = [...sudo, ...words];
    return [program, ...args];
  };
  return {
    shown: `${[...sudo, 'apt-get', 'install', '--no-install-recommends', wanted.apt].join(' ')}`,
    steps: [
      step('apt-get', 'update', '-qq'),
      step('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...wanted.apt.split(' ')),
    ],
  };
}

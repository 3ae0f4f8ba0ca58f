import { spawnSync } from 'node:child_process';
import { bringSystemPackage } from './system-package.ts';

/** Programs that only tests need: a real browser, a real Caddy, Python for a real LiteLLM, strace. Returns the browser's path. */
export async function bringTestPrograms(yes: boolean): Promise<string> {
  const browser = await bringSystemPackage(
    {
      programs: ['chromium', 'chromium-browser', 'google-chrome'],
      apt: 'chromium',
      brew: '--cask chromium',
      needed_for: 'the browser tests',
    },
    yes,
  );
  await bringSystemPackage(
    { programs: ['caddy'], apt: 'caddy', brew: 'caddy', needed_for: 'the tests of the public edge' },
    yes,
  );
  await bringSystemPackage(
    {
      programs: ['python3'],
      apt: 'python3 python3-venv',
      brew: 'python@3.12',
      needed_for: 'the tests with a real LiteLLM',
      isWhole: makesEnvironments,
    },
    yes,
  );
  if (process.platform === 'linux')
    await bringSystemPackage(
      {
        programs: ['strace'],
        apt: 'strace',
        brew: '',
        needed_for: 'the proof that the host scanner writes and sends nothing',
      },
      yes,
    );
  return browser;
}

/** Debian keeps what makes virtual environments in a package of its own. */
function makesEnvironments(python: string): boolean {
  return spawnSync(python, ['-c', 'import venv, ensurepip']).status === 0;
}

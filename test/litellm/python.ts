/** Finds a Python that can carry LiteLLM, or says in one sentence what to install. */
import { run } from './run.ts';

export interface Python {
  path: string;
  version: string;
}

/** LiteLLM's own floor since 1.84. */
const MINIMUM_MINOR = 10;
const CANDIDATES: readonly string[] = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

export async function findPython(candidates: readonly string[] = CANDIDATES): Promise<Python> {
  const seen: string[] = [];
  for (const path of candidates) {
    const version = await versionOf(path);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major !== 3 || minor < MINIMUM_MINOR) {
      seen.push(version);
      continue;
    }
    if (!(await canMakeEnvironments(path))) {
      throw new Error(
        `Python ${version} cannot make environments (venv or ensurepip is missing): ${mend('python3-venv', 'python')}`,
      );
    }
    return { path, version };
  }
  const found = seen.length === 0 ? 'none was found' : `only ${seen.join(', ')} was found`;
  throw new Error(
    `LiteLLM needs Python 3.${MINIMUM_MINOR} or newer and ${found}: ${mend('python3 python3-venv', 'python')}`,
  );
}

async function versionOf(path: string): Promise<string | undefined> {
  const code = 'import platform; print(platform.python_version())';
  return run([path, '-c', code], 'asking Python its version').then(
    (text) => text.trim(),
    () => undefined,
  );
}

async function canMakeEnvironments(path: string): Promise<boolean> {
  return run([path, '-c', 'import venv, ensurepip'], 'looking for venv').then(
    () => true,
    () => false,
  );
}

function mend(aptPackages: string, brewFormula: string): string {
  return process.platform === 'darwin'
    ? `run "brew install ${brewFormula}"`
    : `run "apt-get install ${aptPackages}" (with sudo if you are not root)`;
}

/** Brings a private Python environment with a LiteLLM proxy: made once, checked, then reused. Also runnable. */
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { withInstallLock } from './install-lock.ts';
import { findPython } from './python.ts';
import { run } from './run.ts';

export interface Litellm {
  python: string;
  litellm: string;
  version: string;
}

const DEFAULT_VERSION = '1.108.12';
/** Releases with a stolen publish token's payload in them (PYSEC-2026-2), and one reported as such. Never installed. */
const COMPROMISED: readonly string[] = ['1.82.7', '1.82.8', '1.107.0'];
/** What the malicious releases left in site-packages; it outlives an uninstall. */
const MALICIOUS_FILE = 'litellm_init.pth';
/** Written last: a folder without it is half made and is made anew. */
const MARKER = 'clawnex-complete.json';
const marker = z.object({ version: z.string(), pins: z.string() });

export async function ensureLitellm(): Promise<Litellm> {
  const version = process.env['CLAWNEX_LITELLM_VERSION'] ?? DEFAULT_VERSION;
  if (!/^\d{1,4}\.\d{1,4}\.\d{1,4}[a-z0-9.]{0,20}$/.test(version)) {
    throw new Error(
      `CLAWNEX_LITELLM_VERSION is ${JSON.stringify(version)}; set it to a release like ${DEFAULT_VERSION}.`,
    );
  }
  if (COMPROMISED.includes(version)) {
    throw new Error(
      `LiteLLM ${version} is a compromised release; set CLAWNEX_LITELLM_VERSION to another one.`,
    );
  }
  const runtime = process.env['CLAWNEX_RUNTIME'] ?? join(homedir(), '.clawnex', 'runtime');
  const folder = join(runtime, `litellm-${version}`);
  const found: Litellm = {
    python: join(folder, 'bin', 'python'),
    litellm: join(folder, 'bin', 'litellm'),
    version,
  };
  const pins = await pinsFor(version);
  if (await isComplete(folder, pins.digest)) return found;

  await mkdir(runtime, { recursive: true });
  await withInstallLock(`${folder}.lock`, async () => {
    // Another process may have made it while this one waited.
    if (!(await isComplete(folder, pins.digest))) await build(folder, version, pins);
  });
  return found;
}

interface Pins {
  /** The hashed requirements file, or undefined when this version has none. */
  file: string | undefined;
  digest: string;
}

async function pinsFor(version: string): Promise<Pins> {
  const file = fileURLToPath(new URL(`constraints-${version}.txt`, import.meta.url));
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { file: undefined, digest: 'unpinned' };
  return { file, digest: createHash('sha256').update(text).digest('hex') };
}

async function isComplete(folder: string, digest: string): Promise<boolean> {
  try {
    return marker.parse(JSON.parse(await readFile(join(folder, MARKER), 'utf8'))).pins === digest;
  } catch {
    // No marker, or one cut short: either way the folder is not known to be whole.
    return false;
  }
}

/** Built where it stays: the scripts of a Python environment name its folder, so it cannot be renamed into place. */
async function build(folder: string, version: string, pins: Pins): Promise<void> {
  const begin = Date.now();
  const base = await findPython();
  say(`making ${folder} with Python ${base.version} (about 750 MB, a minute on a fast line)`);
  await rm(folder, { recursive: true, force: true });
  await run([base.path, '-m', 'venv', folder], 'making the Python environment');

  const python = join(folder, 'bin', 'python');
  const pip = [
    python,
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--no-input',
    '--only-binary',
    ':all:',
  ];
  if (pins.file === undefined) {
    say(`no pinned list for LiteLLM ${version}: pip chooses the versions of its dependencies`);
    await run([...pip, `litellm==${version}`], 'installing LiteLLM', say);
    const extra = await run([python, '-c', PROXY_REQUIREMENTS], 'reading what the proxy needs');
    await run([...pip, ...extra.trim().split('\n')], 'installing what the proxy needs', say);
  } else {
    await run([...pip, '--no-deps', '--require-hashes', '-r', pins.file], 'installing LiteLLM', say);
  }
  await refuseMaliciousFile(folder);
  await access(join(folder, 'bin', 'litellm'));
  await writeFile(join(folder, MARKER), `${JSON.stringify({ version, pins: pins.digest })}\n`);
  say(`LiteLLM ${version} ready after ${Math.round((Date.now() - begin) / 1000)} s`);
}

/** The requirements of `litellm[proxy]` less litellm-enterprise: commercial, optional, and at times missing on PyPI. */
const PROXY_REQUIREMENTS = `
from importlib.metadata import requires
from pip._vendor.packaging.requirements import Requirement
for line in requires("litellm"):
    r = Requirement(line)
    if r.name == "litellm-enterprise" or r.marker is None: continue
    if r.marker.evaluate({"extra": "proxy"}) and not r.marker.evaluate({"extra": ""}):
        print(r.name + ("[" + ",".join(r.extras) + "]" if r.extras else "") + str(r.specifier))
`;

async function refuseMaliciousFile(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const found = names.find((name) => name.endsWith(MALICIOUS_FILE));
  if (found === undefined) return;
  await rm(folder, { recursive: true, force: true });
  throw new Error(
    `The installed packages held ${found}, the mark of a compromised LiteLLM; they were removed again.`,
  );
}

function say(line: string): void {
  process.stderr.write(`litellm: ${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(JSON.stringify(await ensureLitellm()));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withInstallLock } from './install-lock.ts';
import { findPython } from './python.ts';

const INSTALL = fileURLToPath(new URL('install.ts', import.meta.url));
const exec = promisify(execFile);

describe('installing LiteLLM', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clawnex-install-'));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('says what to install when there is no Python', async () => {
    await assert.rejects(
      findPython([join(folder, 'no-such-python')]),
      /none was found: run "(apt-get|brew) install/,
    );
  });

  it('says what to install when Python is too old', async () => {
    const old = await fakePython('old', 'echo 3.9.2');
    await assert.rejects(findPython([old]), /needs Python 3\.10 or newer and only 3\.9\.2 was found: run "/);
  });

  it('says what to install when Python cannot make environments', async () => {
    const bare = await fakePython('bare', 'case "$2" in *venv*) exit 1;; *) echo 3.12.1;; esac');
    await assert.rejects(findPython([bare]), /Python 3\.12\.1 cannot make environments .*: run "/);
  });

  it('takes the first Python that is new enough', async () => {
    const old = await fakePython('older', 'echo 3.8.1');
    const good = await fakePython('good', 'echo 3.13.0');
    assert.deepEqual(await findPython([old, good]), { path: good, version: '3.13.0' });
  });

  it('refuses a compromised release before it fetches anything', async () => {
    await assert.rejects(install('1.107.0'), /LiteLLM 1\.107\.0 is a compromised release/);
  });

  it('refuses a version that is not one', async () => {
    await assert.rejects(
      install('1.108.12; rm -rf /'),
      /CLAWNEX_LITELLM_VERSION is .* set it to a release like/,
    );
  });

  it('lets one installer work at a time', async () => {
    const lock = join(folder, 'one.lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([
      withInstallLock(lock, work),
      withInstallLock(lock, work),
      withInstallLock(lock, work),
    ]);
    assert.equal(most, 1);
  });

  it('takes over the lock of an installer that died', async () => {
    const lock = join(folder, 'dead.lock');
    const { stdout } = await exec(process.execPath, ['-e', 'console.log(process.pid)']);
    await writeFile(lock, stdout.trim());
    let ran = false;
    await withInstallLock(lock, async () => {
      ran = true;
    });
    assert.ok(ran);
  });

  it('pins every package with hashes, and leaves out the commercial one', async () => {
    const pins = await readFile(fileURLToPath(new URL('constraints-1.108.12.txt', import.meta.url)), 'utf8');
    const packages = pins.split('\n').filter((line) => /^[a-z0-9]/.test(line));
    assert.ok(packages.length > 100);
    assert.deepEqual(
      packages.filter((line) => !line.includes('==') || !line.endsWith('\\')),
      [],
    );
    assert.equal(packages.filter((line) => line.startsWith('litellm==1.108.12')).length, 1);
    assert.equal(packages.filter((line) => line.startsWith('litellm-enterprise')).length, 0);
  });

  async function fakePython(name: string, script: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  function install(version: string): Promise<unknown> {
    const env = { ...process.env, CLAWNEX_LITELLM_VERSION: version, CLAWNEX_RUNTIME: folder };
    return exec(process.execPath, ['--import', 'tsx', INSTALL], { env });
  }
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expand } from './expand.ts';
import { type LinkRule, openRootFolder, type RootFolder } from './root-folder.ts';
import { FileTree } from './testing/file-tree.ts';
import { walk } from './walk.ts';

describe('reading below one folder', () => {
  let tree: FileTree;
  beforeEach(() => {
    tree = new FileTree().put('etc/passwd', 'inside').put('home/a/file', 'a').put('home/b/file', 'b');
  });
  afterEach(() => tree.remove());
  const open = async (links: LinkRule): Promise<RootFolder> => {
    const opened = await openRootFolder(tree.root, links);
    assert.ok(opened.ok);
    return opened.value;
  };
  const codeOf = async (links: LinkRule, path: string) => {
    const read = await (await open(links)).readText(path, 1_000);
    return read.ok ? read.value : read.code;
  };

  test('never leaves it by dots or links', async () => {
    symlinkSync('/etc/passwd', join(tree.root, 'absolute'));
    symlinkSync('../../../../../../../../etc/passwd', join(tree.root, 'home/upwards'));
    symlinkSync('loop', join(tree.root, 'loop'));
    for (const path of ['/absolute', '/home/upwards', '/../../../../../etc/passwd'])
      assert.equal(await codeOf('reroot', path), 'inside', path);
    for (const path of ['/absolute', '/home/upwards', '/../../../../../etc/passwd'])
      assert.equal(await codeOf('confine', path), 'outside', path);
    assert.equal(await codeOf('reroot', '/loop'), 'unreadable');
  });

  test('follows links that stay inside', async () => {
    symlinkSync(join(tree.root, 'home/a'), join(tree.root, 'home/link'));
    symlinkSync('../etc/passwd', join(tree.root, 'home/relative'));
    assert.equal(await codeOf('confine', '/home/link/file'), 'a');
    assert.equal(await codeOf('confine', '/home/relative'), 'inside');
  });

  test('opens regular files of the allowed size only, and does not wait for a pipe', async () => {
    execFileSync('mkfifo', [join(tree.root, 'pipe')]);
    tree.put('large', 'x'.repeat(1_001)).put('full', 'x'.repeat(1_000));
    assert.equal(await codeOf('confine', '/pipe'), 'wrong_kind');
    assert.equal(await codeOf('confine', '/home'), 'wrong_kind');
    assert.equal(await codeOf('confine', '/large'), 'too_large');
    assert.equal((await codeOf('confine', '/full')).length, 1_000);
    assert.equal(await codeOf('confine', '/none'), 'missing');
    assert.equal(await codeOf('confine', '/etc/passwd/x'), 'missing');
  });

  test('expands stars inside one part', async () => {
    const folder = await open('confine');
    assert.deepEqual((await expand(folder, '/home/*/file')).paths, ['/home/a/file', '/home/b/file']);
    assert.deepEqual((await expand(folder, '/*e/b')).paths, ['/home/b']);
    assert.deepEqual((await expand(folder, '/h*m*e/*')).paths, ['/home/a', '/home/b']);
    assert.deepEqual((await expand(folder, '/hom*ome/*')).paths, []);
  });

  test('says what a walk did not see', async () => {
    symlinkSync('/', join(tree.root, 'home/a/everything'));
    const folder = await open('confine');
    const whole = await walk(folder, '/home', { depth_max: 3, entries_max: 10 });
    assert.deepEqual(
      whole.entries.map(({ path }) => path),
      ['/home/a', '/home/b', '/home/a/file', '/home/b/file'],
    );
    assert.deepEqual(whole.gaps, []);
    assert.equal((await walk(folder, '/home', { depth_max: 1, entries_max: 10 })).gaps.length, 2);
    assert.equal((await walk(folder, '/home', { depth_max: 3, entries_max: 3 })).gaps.length, 1);
  });
});

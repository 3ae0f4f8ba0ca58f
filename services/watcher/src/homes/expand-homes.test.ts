import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { WatcherConfig } from '../config.ts';
import { expandHomes } from './expand-homes.ts';
import { defaultHomes } from './home-folders.ts';

test('the default patterns find the default home and each profile, once, and nothing that is no folder', async () => {
  const user = realpathSync(mkdtempSync(join(tmpdir(), 'clawnex-homes-')));
  try {
    for (const name of ['.openclaw', '.openclaw-work', '.openclawed']) mkdirSync(join(user, name));
    symlinkSync(join(user, '.openclaw-work'), join(user, '.openclaw-link'));
    symlinkSync(join(user, 'nowhere'), join(user, '.openclaw-broken'));
    writeFileSync(join(user, '.openclaw-notes'), '');
    mkdirSync(join(user, '.codex'));
    const env = { HOME: user };
    const found = await expandHomes(defaultHomes(env, '/home/account'), env);
    assert.deepEqual(
      found.homes,
      ['.codex', '.openclaw', '.openclaw-work'].map((name) => join(user, name)),
    );
    assert.deepEqual(found.unreadable, []);
  } finally {
    rmSync(user, { recursive: true, force: true });
  }
});

test('other users are looked at too, unless HOME was pointed elsewhere', () => {
  assert.ok(defaultHomes({ HOME: '/home/a' }, '/home/a').includes('/home/*/.claude'));
  assert.ok(defaultHomes({}, '/home/a').includes('/root/.openclaw'));
  assert.ok(defaultHomes({ HOME: '/tmp/x' }, '/home/a').every((home) => home.startsWith('~/')));
});

test('a home that does not exist is no problem', async () => {
  assert.deepEqual(await expandHomes(['/nowhere/at/all', '/nowhere/x-*'], {}), { homes: [], unreadable: [] });
});

test('homes may be listed in the environment, separated by commas', () => {
  assert.deepEqual(WatcherConfig.parse({ homes: '/a, /b-*' }).homes, ['/a', '/b-*']);
  assert.equal(WatcherConfig.safeParse({ homes: '' }).success, false);
});

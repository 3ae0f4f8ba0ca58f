import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { WatcherConfig } from '../config.ts';
import { expandHomes } from './expand-homes.ts';

test('the default patterns find the default home and each profile, once, and nothing that is no folder', async () => {
  const user = realpathSync(mkdtempSync(join(tmpdir(), 'clawnex-homes-')));
  try {
    for (const name of ['.openclaw', '.openclaw-work', '.openclawed']) mkdirSync(join(user, name));
    symlinkSync(join(user, '.openclaw-work'), join(user, '.openclaw-link'));
    symlinkSync(join(user, 'nowhere'), join(user, '.openclaw-broken'));
    writeFileSync(join(user, '.openclaw-notes'), '');
    const { homes } = WatcherConfig.parse({});
    const found = await expandHomes(homes, { HOME: user });
    assert.deepEqual(found.homes, [join(user, '.openclaw'), join(user, '.openclaw-work')]);
    assert.deepEqual(found.unreadable, []);
  } finally {
    rmSync(user, { recursive: true, force: true });
  }
});

test('a home that does not exist is no problem', async () => {
  assert.deepEqual(await expandHomes(['/nowhere/at/all', '/nowhere/x-*'], {}), { homes: [], unreadable: [] });
});

test('homes may be listed in the environment, separated by commas', () => {
  assert.deepEqual(WatcherConfig.parse({ homes: '/a, /b-*' }).homes, ['/a', '/b-*']);
  assert.equal(WatcherConfig.safeParse({ homes: '' }).success, false);
});

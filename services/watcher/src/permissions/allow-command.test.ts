import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openclawLayout } from '../openclaw/layout.ts';
import { FolderAdapter } from '../sources/folder-adapter.ts';
import { SessionMemory } from '../sources/session-memory.ts';
import { allowCommand } from './allow-command.ts';

const FOLDER = '/home/alice/.openclaw/agents';

test('the command opens the folder and what will be in it, and the way to it where that is closed', () => {
  assert.equal(
    allowCommand(FOLDER, 'clawnex', 'linux', () => true),
    `sudo setfacl -R -m u:clawnex:rX,d:u:clawnex:rX ${FOLDER}`,
  );
  assert.equal(
    allowCommand(FOLDER, 'clawnex', 'linux', (folder) => folder === '/home'),
    `sudo setfacl -m u:clawnex:x /home/alice /home/alice/.openclaw && sudo setfacl -R -m u:clawnex:rX,d:u:clawnex:rX ${FOLDER}`,
  );
  assert.match(
    allowCommand(FOLDER, '_clawnex', 'darwin', () => true),
    /^sudo chmod -R \+a "user:_clawnex allow list,.*" \/home\/alice/,
  );
});

test('a path that a shell would read otherwise is quoted', () => {
  assert.match(
    allowCommand("/tmp/a b/$(reboot)'s", 'u', 'linux', () => true),
    /'\/tmp\/a b\/\$\(reboot\)'\\''s'$/,
  );
});

test('a folder that may not be read is told of with the command that allows it', {
  skip: process.getuid?.() === 0 && process.seteuid === undefined ? 'root reads everything' : false,
}, async () => {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
  const folder = join(home, 'agents', 'main', 'sessions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.jsonl'), '');
  chmodSync(home, 0o755);
  chmodSync(folder, 0o000);
  const root = process.getuid?.() === 0;
  try {
    // Root reads everything: as nobody for the moment of looking around.
    if (root) process.seteuid?.(65_534);
    const { sources, unreadable } = await new FolderAdapter(openclawLayout(new SessionMemory())).discover(
      home,
    );
    assert.deepEqual(sources, []);
    assert.equal(unreadable[0]?.path, folder);
    assert.match(unreadable[0]?.message ?? '', /sessions may not be read\. Allow it: sudo /);
  } finally {
    if (root) process.seteuid?.(0);
    chmodSync(folder, 0o755);
    rmSync(home, { recursive: true, force: true });
  }
});

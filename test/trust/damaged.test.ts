import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
import fc from 'fast-check';
import { Home, readConfig } from './make-home.ts';

/** Damaged homes in one run; more by hand. */
const RUNS = Number(process.env['CLAWNEX_DAMAGED_RUNS'] ?? 60);
const LARGE_BYTES = 50_000_000;
const FILES = [
  '.openclaw/openclaw.json',
  '.openclaw/exec-approvals.json',
  '.claude/settings.json',
  '.claude.json',
  '.mcp.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  '.config/opencode/opencode.json',
  '.hermes/config.yaml',
  'litellm_config.yaml',
  '.cursor/mcp.json',
] as const;
const WEAK = JSON.stringify(readConfig('weak'), null, 1);

/** What can be wrong with a file, each as the bytes that it then holds. */
const Damage: fc.Arbitrary<string | Buffer> = fc.oneof(
  fc.nat({ max: WEAK.length }).map((length) => WEAK.slice(0, length)),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ maxLength: 400 }),
  fc.json({ maxDepth: 6 }),
  fc.integer({ min: 10, max: 40_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc
    .integer({ min: 10, max: 40_000 })
    .map((depth) => `{ gateway: ${'['.repeat(depth)}${']'.repeat(depth)} }`),
  fc.constantFrom(
    '',
    '\uFEFF{}',
    'null',
    '[]',
    '"text"',
    '{ "$include": "./openclaw.json" }',
    '{ "$include": ["../../../../etc/passwd"] }',
    '{ "$include": 7 }',
  ),
  // Every setting of the wrong kind.
  fc
    .constantFrom('null', '7', '"x"', 'true', '[]', '{}', '[[[]]]', '{"*":"*"}')
    .map((value) => WEAK.replace(/: (?:"[^"]*"|true|false|\d+)/g, `: ${value}`)),
  fc.constantFrom(
    'a: &a [*a]',
    'a: &x {b: *x}',
    'a: !!js/function "x"',
    `${'&a [*a, '.repeat(2_000)}`,
    'a:\n\t- b',
    '[x]\na = 1\n[x]\nb = 2',
    'a = [[[[[[',
    `x = ${'['.repeat(20_000)}`,
    '[[mcp_servers]]\ncommand = "npx"',
  ),
  fc
    .constantFrom('__proto__', 'constructor', 'toString')
    .map(
      (key) =>
        `{"channels":{"${key}":{"dmPolicy":"open"}},"mcp":{"servers":{"${key}":{"command":"npx","args":["-y","x"]}}},"mcpServers":{"${key}":{"command":"npx","args":["-y","x"]}}}`,
    ),
);

test('says of damaged and hostile settings what it could not read, and never fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FILES),
      Damage,
      fc.constantFrom(...FILES),
      async (file, damage, other) => {
        const home = new Home();
        try {
          home.put(file, damage);
          if (other !== file) home.put(other, other.endsWith('.json') ? '{}' : '');
          const { snapshot } = await auditHome(home.root, { host: 'host-a' });
          const { findings } = PostureSnapshot.parse(snapshot);
          assert.ok(findings.length > 0);
          for (const { result, reason } of findings)
            assert.ok(result !== 'not_evaluated' || (reason ?? '').length > 10);
          assert.doesNotMatch(JSON.stringify(findings), /root:x:0/);
        } finally {
          home.remove();
        }
      },
    ),
    { numRuns: RUNS },
  );
});

test('does not read a file of fifty megabytes, a pipe’s worth of zeros, or a folder in a file’s place', async () => {
  for (const make of [
    (home: Home) => home.put('.openclaw/openclaw.json', Buffer.alloc(LARGE_BYTES, 0x20)),
    (home: Home) => home.put('.openclaw/openclaw.json', Buffer.alloc(1_000_000)),
    (home: Home) => home.folder('.openclaw/openclaw.json', 0o700),
  ]) {
    const home = new Home();
    try {
      make(home);
      const { snapshot } = await auditHome(home.root, { host: 'host-a' });
      const unread = snapshot.findings.filter(({ check }) => check === 'TA-02');
      assert.deepEqual(
        unread.map(({ subject }) => subject),
        ['~/.openclaw/openclaw.json'],
      );
      assert.match(unread[0]?.reason ?? '', /larger than|zero bytes|not a regular file/);
    } finally {
      home.remove();
    }
  }
});

test('is not led around in circles, or out, by links', async () => {
  const home = new Home().openclaw('weak');
  try {
    symlinkSync('.', join(home.root, 'again'));
    symlinkSync('/', join(home.root, '.openclaw/extensions'));
    symlinkSync('loop', join(home.root, 'loop'));
    symlinkSync('/etc/passwd', join(home.root, 'CLAUDE.md'));
    home.folder('closed', 0o700).put('closed/.mcp.json', '{}');
    chmodSync(join(home.root, 'closed'), 0o000);
    const { snapshot } = await auditHome(home.root, { host: 'host-a', simulate: false });
    assert.ok(snapshot.findings.filter(({ result }) => result === 'fail').length > 40);
    assert.doesNotMatch(JSON.stringify(snapshot), /root:x:0/);
  } finally {
    chmodSync(join(home.root, 'closed'), 0o700);
    home.remove();
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { z } from 'zod';
import { ConfigError, loadConfig, Port } from './config.ts';
import { type Paths, resolvePaths } from './paths.ts';

const schema = z.object({
  port: Port.default(4010),
  workers: z.coerce.number().int().min(1).max(8).default(2),
});
let paths: Paths;

beforeEach(() => {
  paths = resolvePaths({ CLAWNEX_HOME: mkdtempSync(join(tmpdir(), 'clawnex-config-')) });
});
afterEach(() => rmSync(paths.home, { recursive: true, force: true }));

function messageOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  assert.fail('it was accepted');
}

test('defaults, then the file, then the environment', () => {
  assert.deepEqual(loadConfig('shield', schema, paths, {}), { port: 4010, workers: 2 });
  writeFileSync(paths.config, 'shield:\n  port: 5000\n  workers: 3\n');
  assert.deepEqual(loadConfig('shield', schema, paths, {}), { port: 5000, workers: 3 });
  assert.deepEqual(loadConfig('shield', schema, paths, { CLAWNEX_SHIELD_PORT: '6000' }), {
    port: 6000,
    workers: 3,
  });
});

test('a wrong value is one sentence that names the value and where it came from', () => {
  writeFileSync(paths.config, 'shield:\n  workers: 99\n');
  const message = messageOf(() => loadConfig('shield', schema, paths, {}));
  assert.match(message, /"workers" in .*config\.yaml under shield is wrong/);
  assert.ok(!message.includes('\n'));
  assert.match(
    messageOf(() => loadConfig('shield', schema, paths, { CLAWNEX_SHIELD_PORT: 'http' })),
    /the environment variable CLAWNEX_SHIELD_PORT/,
  );
});

test('a misspelt setting is refused, and the settings are listed', () => {
  writeFileSync(paths.config, 'shield:\n  prot: 1\n');
  assert.match(
    messageOf(() => loadConfig('shield', schema, paths, {})),
    /"prot" .* is not a setting\. Settings are: port, workers/,
  );
});

test("another daemon's section and variables do not matter", () => {
  writeFileSync(paths.config, 'ingest:\n  anything: 1\n');
  assert.deepEqual(loadConfig('shield', schema, paths, { CLAWNEX_INGEST_PORT: 'x' }), {
    port: 4010,
    workers: 2,
  });
});

test('a file that is not YAML, or not a map, is refused with its name', () => {
  writeFileSync(paths.config, 'shield: [unclosed');
  assert.match(
    messageOf(() => loadConfig('shield', schema, paths, {})),
    /config\.yaml is not valid YAML/,
  );
  writeFileSync(paths.config, '- a\n- b\n');
  assert.match(
    messageOf(() => loadConfig('shield', schema, paths, {})),
    /one section per daemon/,
  );
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DAEMONS } from '@clawnex/proto/daemons.ts';
import { parse } from 'plist';
import { z } from 'zod';

const UNITS = join(import.meta.dirname, '../../launchd');
const names = readdirSync(UNITS).filter((name) => name.endsWith('.plist'));

/** The keys that launchd needs from us; a misspelt key is as silent there as a missing one. */
const Unit = z.strictObject({
  Label: z.string(),
  ProgramArguments: z.array(z.string()).min(1),
  EnvironmentVariables: z.record(z.string(), z.string()),
  UserName: z.string(),
  GroupName: z.string(),
  WorkingDirectory: z.string(),
  RunAtLoad: z.literal(true),
  KeepAlive: z.literal(true),
  ThrottleInterval: z.int(),
  ExitTimeOut: z.int().min(6),
  ProcessType: z.literal('Background'),
  Umask: z.literal(0o077),
  SoftResourceLimits: z.strictObject({ NumberOfFiles: z.int() }),
  StandardOutPath: z.string(),
  StandardErrorPath: z.string(),
});

test('there is one for each daemon, one for the broker, and one for Caddy', () => {
  const expected = [...DAEMONS, 'nats', 'caddy'].map((name) => `io.clawnex.${name}.plist`);
  assert.deepEqual(names.sort(), expected.sort());
});

for (const name of names) {
  test(`${name} is a complete launchd unit`, () => {
    const unit = Unit.parse(parse(readFileSync(join(UNITS, name), 'utf8')));
    assert.equal(`${unit.Label}.plist`, name);
    assert.ok(unit.ProgramArguments[0]?.startsWith('/'), 'launchd has no PATH to search');
    if (name !== 'io.clawnex.caddy.plist') assert.equal(unit.UserName, '_clawnex');
  });
}

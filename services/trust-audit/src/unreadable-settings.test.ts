import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { auditHome } from './audit-home.ts';

describe('settings that cannot be read', () => {
  let tree: FileTree;
  beforeEach(() => {
    tree = new FileTree().folder('.openclaw', 0o700);
  });
  afterEach(() => tree.remove());

  const damaged: Readonly<Record<string, { config: string; reason: RegExp }>> = {
    'is cut off': { config: '{ gateway: { bind: "lo', reason: /not valid JSON5/ },
    'is a list': { config: '[]', reason: /not an object/ },
    'is nested very deeply': {
      config: `{a:${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      reason: /nested deeper than 64/,
    },
    'is very large': { config: `// ${'x'.repeat(1_100_000)}\n{}`, reason: /larger than 1048576 bytes/ },
    'includes itself': { config: '{ $include: "./openclaw.json" }', reason: /includes itself/ },
    'includes a file above the home': {
      config: '{ $include: "../../../etc/passwd" }',
      reason: /outside the home/,
    },
    'includes a file that is not there': {
      config: '{ $include: "./no.json" }',
      reason: /no\.json does not exist/,
    },
    'includes a number': { config: '{ $include: 7 }', reason: /not a file name/ },
  };
  for (const [what, { config, reason }] of Object.entries(damaged))
    test(`judges no setting of a configuration that ${what}`, async () => {
      tree.put('.openclaw/openclaw.json', config);
      const { findings } = (await auditHome(tree.root, { host: 'host-a' })).snapshot;
      assert.ok(findings.every(({ result }) => result !== 'fail'));
      assert.match(findings.find(({ check }) => check === 'TA-02')?.reason ?? '', reason);
      assert.equal(findings.find(({ check }) => check === 'OC-11')?.result, 'not_evaluated');
    });
});

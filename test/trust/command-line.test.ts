import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { Home, readConfig } from './make-home.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const OUTPUT_BYTES_MAX = 32_000_000;
const Report = z.object({
  summary: z.object({ findings: z.number(), highest_risk: z.number().nullable() }),
  findings: z.array(
    z.object({
      finding_id: z.string(),
      check: z.string(),
      severity: z.string(),
      file: z.string(),
      pointer: z.string(),
      patch: z.array(z.object({ op: z.string(), file: z.string() })).min(1),
    }),
  ),
  accepted: z.array(z.object({ finding_id: z.string() })),
  reopened: z.array(z.object({ why: z.string() })),
  not_evaluated: z.array(z.object({ subject: z.string(), reason: z.string() })),
});

function trust(args: readonly string[], clawnexHome: string) {
  const env = { ...process.env, CLAWNEX_HOME: clawnexHome };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/cli/main.ts'), 'trust', ...args],
    { env, encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX },
  );
  return { status, stdout, stderr };
}
const audit = (home: Home, ...more: string[]) => {
  const { status, stdout, stderr } = trust(
    ['audit', '--home', home.root, '--json', ...more],
    join(home.root, 'clawnex'),
  );
  return { status, report: Report.parse(JSON.parse(stdout === '' ? `"${stderr}"` : stdout)) };
};
/** The example that the numbers of the scale are explained by. */
const OPEN = {
  gateway: {
    bind: 'loopback',
    auth: { mode: 'token', token: '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928' },
  },
  channels: { telegram: { enabled: true, dmPolicy: 'open', allowFrom: ['*'] } },
  tools: { exec: { security: 'full' } },
};

test('exits 0 where nothing is wrong, 1 on findings, 2 where it could not look', () => {
  const home = new Home().openclaw('hardened');
  try {
    const clean = audit(home);
    assert.deepEqual([clean.status, clean.report.findings], [0, []]);
    home.openclaw(OPEN);
    const weak = audit(home);
    assert.equal(weak.status, 1);
    for (const { file, pointer, check } of weak.report.findings) {
      assert.ok(file.startsWith('~/'), check);
      assert.ok(pointer.startsWith('/'), check);
    }
    home.put('.openclaw/openclaw.json', '{ "gateway": { "bind": "lo', 0o644).folder('.', 0o755);
    const broken = audit(home);
    assert.equal(broken.status, 2);
    assert.match(broken.report.not_evaluated.map(({ reason }) => reason).join('\n'), /not valid JSON5/);
    const nobody = trust(
      ['audit', '--home', join(home.root, 'nobody'), '--json'],
      join(home.root, 'clawnex'),
    );
    assert.equal(nobody.status, 2);
  } finally {
    home.remove();
  }
});

test('explains a finding, says what its change comes to, writes it, and finds it gone', () => {
  const home = new Home().openclaw(OPEN);
  const own = join(home.root, 'clawnex');
  try {
    const dm = audit(home).report.findings.find(({ check }) => check === 'OC-08');
    assert.equal(dm?.severity, 'critical');
    const id = dm?.finding_id ?? '';
    const explained = trust(['explain', id, '--home', home.root], own).stdout;
    assert.match(
      explained,
      /a stranger who writes to it → writes to messages on telegram → is passed to agent main \(OpenClaw\) → uses the exec tool of main → runs commands on this host/,
    );
    const asked = trust(
      ['whatif', 'telegram.dmPolicy=pairing', 'channels.telegram.allowFrom=none', '--home', home.root],
      own,
    ).stdout;
    assert.match(asked, /Highest risk: 100 → 22/);
    const refused = trust(['fix', id, '--home', home.root], own);
    assert.deepEqual(
      [refused.status, readFileSync(join(home.root, '.openclaw/openclaw.json'), 'utf8')],
      [2, `${JSON.stringify(OPEN, null, 2)}\n`],
    );
    const fixed = trust(['fix', id, '--home', home.root, '--yes'], own);
    assert.equal(fixed.status, 0, fixed.stderr);
    assert.match(fixed.stdout, /\+ "pairing"/);
    assert.equal(
      audit(home).report.findings.some(({ check }) => check === 'OC-08'),
      false,
    );
  } finally {
    home.remove();
  }
});

test('keeps an accepted finding out until it ends or changes', () => {
  const home = new Home().openclaw(OPEN);
  const own = join(home.root, 'clawnex');
  const file = join(home.root, 'accepted.json');
  const accept = (days: string, reason = 'a test bot without data') =>
    trust(
      [
        'accept',
        'OC-08',
        '--home',
        home.root,
        '--file',
        file,
        '--owner',
        'me',
        '--days',
        days,
        '--reason',
        reason,
      ],
      own,
    );
  try {
    assert.equal(accept('181').status, 2);
    assert.equal(accept('30').status, 0);
    const { report } = audit(home, '--accepted', file);
    assert.deepEqual(
      [report.accepted.length, report.findings.some(({ check }) => check === 'OC-08')],
      [1, false],
    );
    home.openclaw({ ...OPEN, tools: { exec: { security: 'deny' }, deny: ['*'] } });
    const changed = audit(home, '--accepted', file).report;
    assert.deepEqual([changed.accepted.length, changed.reopened], [0, [{ why: 'changed' }]]);
  } finally {
    home.remove();
  }
});

test('prints SARIF with a place for every result', () => {
  const home = new Home().openclaw(readConfig('weak'));
  try {
    const { stdout } = trust(['audit', '--home', home.root, '--sarif'], join(home.root, 'clawnex'));
    const Sarif = z.object({
      version: z.literal('2.1.0'),
      runs: z.tuple([
        z.object({
          tool: z.object({ driver: z.object({ rules: z.array(z.object({ id: z.string() })) }) }),
          results: z.array(
            z.object({
              ruleId: z.string(),
              level: z.enum(['error', 'warning', 'note']),
              locations: z
                .array(
                  z.object({
                    physicalLocation: z.object({
                      artifactLocation: z.object({ uri: z.string() }),
                      region: z.object({ startLine: z.int().min(1) }),
                    }),
                  }),
                )
                .min(1),
            }),
          ),
        }),
      ]),
    });
    const { runs } = Sarif.parse(JSON.parse(stdout));
    const rules = new Set(runs[0].tool.driver.rules.map(({ id }) => id));
    assert.ok(runs[0].results.length > 40);
    assert.ok(runs[0].results.every(({ ruleId }) => rules.has(ruleId)));
  } finally {
    home.remove();
  }
});

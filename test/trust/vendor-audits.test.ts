import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
import { mapVendorId } from '@clawnex/trust-audit/src/checks/vendor-map.ts';
import { z } from 'zod';
import { VENDOR_HOMES } from './homes.ts';

const Vendor = z.object({ ids: z.array(z.string()), audits: z.record(z.string(), z.array(z.string())) });
const vendor = Vendor.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/vendor-audits.json'), 'utf8')),
);

/** What OpenClaw's own audit says of a home where it is wrong, or where no way leads through it. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  // A group of strangers that reaches no tool is no weakness: the vendor's own hardened configuration.
  '09-hardened': ['security.trust_model.multi_user_heuristic'],
  // gpt-6 counts as older than GPT-5.
  '10-blind-spots': ['models.weak_tier'],
};

describe("OpenClaw's own audit", () => {
  test('has no id that is not mapped: each is told by a check, or left out for a reason', () => {
    assert.ok(vendor.ids.length > 140);
    assert.deepEqual(
      vendor.ids.filter((id) => !mapVendorId(id).known),
      [],
    );
  });

  for (const [name, make] of Object.entries(VENDOR_HOMES)) {
    test(`finds nothing in ${name} that is not found here`, async () => {
      const home = make();
      try {
        const { snapshot } = await auditHome(home.root, { host: 'host-a', simulate: false });
        const failed = new Set(
          snapshot.findings.filter(({ result }) => result === 'fail').map(({ check }) => check),
        );
        const missed = (vendor.audits[name] ?? []).filter((id) => {
          const answer = mapVendorId(id);
          if (!answer.known) return true;
          return (
            answer.why === null &&
            !answer.checks.some((check) => failed.has(check)) &&
            !WRONG[name]?.includes(id)
          );
        });
        assert.deepEqual(missed, []);
      } finally {
        home.remove();
      }
    });
  }

  test('is silent on what it calls hardened, and so is this one', async () => {
    const home = VENDOR_HOMES['09-hardened']?.();
    assert.ok(home !== undefined);
    try {
      const { snapshot } = await auditHome(home.root, { host: 'host-a' });
      assert.deepEqual(
        snapshot.findings.filter(({ result }) => result === 'fail' || result === 'not_evaluated'),
        [],
      );
    } finally {
      home.remove();
    }
  });

  test('misses what this one finds: each of its blind spots', async () => {
    const home = VENDOR_HOMES['10-blind-spots']?.();
    assert.ok(home !== undefined);
    try {
      const { snapshot } = await auditHome(home.root, { host: 'host-a', simulate: false });
      const found = new Set(
        snapshot.findings
          .filter(({ result }) => result === 'fail')
          .map(({ check, trust }) => `${check} ${trust?.pointer}`),
      );
      const spots = [
        'OC-11 /tools/exec',
        'OC-05 /tools/web/fetch/ssrfPolicy/dangerouslyAllowPrivateNetwork',
        'OC-05 /channels/telegram/network/dangerouslyAllowPrivateNetwork',
        'OC-28 /models/providers/litellm/request/tls/insecureSkipVerify',
        'OC-27 /models/providers/litellm/baseUrl',
        'OC-27 /models/mode',
        'MC-03 /mcp/servers/remote/url',
        'MC-10 /mcp/servers/remote/sslVerify',
        'MC-01 /mcp/servers/npx/args',
        'OC-30 /models/providers/litellm/apiKey',
        'OC-30 /channels/telegram/botToken',
        'MC-02 /mcp/servers/npx/env/API_KEY',
        'MC-02 /mcp/servers/remote/headers/authorization',
        ...['bash', 'config', 'debug', 'mcp', 'plugins'].map((name) => `OC-32 /commands/${name}`),
        'OC-33 /update/channel',
        'OC-33 /update/auto/enabled',
        'OC-34 /telemetry/enabled',
        'OC-22 /skills/install/allowUploadedArchives',
        'OC-22 /skills/workshop/autonomous/mode',
        'OC-22 /skills/workshop/approvalPolicy',
        'OC-31 /logging/redactPatterns',
        'OC-25 /logging/audit/enabled',
        'OC-10 /session/dmScope',
        'OC-37 /gateway/terminal/enabled',
        'OC-52 /plugins/load/paths/0',
        'OC-16 /tools/fs/workspaceOnly',
      ];
      assert.deepEqual(
        spots.filter((spot) => !found.has(spot)),
        [],
      );
    } finally {
      home.remove();
    }
  });
});

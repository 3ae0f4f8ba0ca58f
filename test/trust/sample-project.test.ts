import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
import { sampleProject } from './homes.ts';

/** The sixteen problems that were planted, by where a finding has to name them. */
const PLANTED = [
  ['the override of the rules', 'IN-01', 'CLAUDE.md', 'line 1'],
  ['the order to send the key', 'IN-01', 'CLAUDE.md', 'line 2'],
  ['no approvals', 'CC-01', 'settings.json', '/permissions/defaultMode'],
  ['every command', 'CC-02', 'settings.json', '/permissions/allow/0'],
  ['every page', 'CC-02', 'settings.json', '/permissions/allow/1'],
  ['every file, and an empty deny list', 'CC-03', 'settings.json', '/permissions/deny'],
  ['servers of the repository', 'CC-04', 'settings.json', '/enableAllProjectMcpServers'],
  ['the key', 'CC-06', 'settings.json', '/env/ANTHROPIC_API_KEY'],
  ['the hook', 'CC-05', 'settings.json', '/hooks/PreToolUse/0/hooks/0/command'],
  ['the helper', 'CC-05', 'settings.json', '/apiKeyHelper'],
  ['the newest version', 'MC-01', '.mcp.json', '/mcpServers/memory/args'],
  ['no version', 'MC-01', '.mcp.json', '/mcpServers/files/args'],
  ['the whole disk', 'MC-04', '.mcp.json', '/mcpServers/files/args'],
  ['plain http', 'MC-03', '.mcp.json', '/mcpServers/remote/url'],
  ['the token', 'MC-02', '.mcp.json', '/mcpServers/remote/headers/Authorization'],
  ['no sandbox', 'CX-01', 'config.toml', '/sandbox_mode'],
  ['no questions', 'CX-02', 'config.toml', '/approval_policy'],
  ['no version in Codex', 'CX-05', 'config.toml', '/mcp_servers/memory/args'],
] as const;

for (const folder of ['', 'work/demo'])
  test(`finds every planted problem once, with a change that clears it, ${folder === '' ? 'in a home' : 'in a project below it'}`, async () => {
    const home = sampleProject(folder);
    try {
      const { snapshot } = await auditHome(home.root, { host: 'host-a' });
      const failed = snapshot.findings.filter(({ result }) => result === 'fail');
      for (const [what, check, file, pointer] of PLANTED)
        assert.ok(
          failed.some(
            ({ trust, ...finding }) =>
              finding.check === check && trust?.file.endsWith(file) && trust.pointer === pointer,
          ),
          what,
        );
      assert.ok(failed.length <= 18, `${failed.length} findings`);
      assert.equal(new Set(failed.map(({ finding_id }) => finding_id)).size, failed.length);
      const places = failed.map(
        ({ check, trust }) => `${check} ${trust?.file} ${trust?.line} ${trust?.pointer}`,
      );
      assert.equal(new Set(places).size, places.length, 'the same place twice');
      for (const { check, trust } of failed)
        assert.deepEqual([check, trust?.simulation?.clears, trust?.simulation?.adds], [check, true, []]);
      assert.doesNotMatch(JSON.stringify(snapshot), /placeholder-placeholder|placeholderplaceholder/);
    } finally {
      home.remove();
    }
  });

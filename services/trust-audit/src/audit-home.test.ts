import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Finding, PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { auditHome } from './audit-home.ts';

const TOKEN = '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928';
const CONFIG = '.openclaw/openclaw.json';
/** Settings that no check has anything against. */
const HARD = {
  gateway: { bind: 'loopback', auth: { mode: 'token', token: TOKEN }, controlUi: { enabled: false } },
  tools: { profile: 'messaging', deny: ['sessions_send'], exec: { mode: 'ask' } },
  session: { dmScope: 'per-channel-peer' },
  channels: { telegram: { dmPolicy: 'pairing', groupPolicy: 'allowlist' } },
  models: { mode: 'replace', providers: { litellm: { baseUrl: 'http://127.0.0.1:4000/v1' } } },
  agents: { defaults: { model: { primary: 'litellm/gpt-6' } } },
};
const OPEN_CHANNEL = { telegram: { dmPolicy: 'open', allowFrom: ['*'] } };

describe('the audit of a home', () => {
  let tree: FileTree;
  beforeEach(() => {
    tree = new FileTree().folder('.openclaw', 0o700);
  });
  afterEach(() => tree.remove());

  const audit = async (proxies?: readonly string[]): Promise<readonly Finding[]> => {
    const { snapshot } = await auditHome(tree.root, {
      host: 'host-a',
      simulate: false,
      ...(proxies === undefined ? {} : { proxies }),
    });
    return PostureSnapshot.parse(snapshot).findings;
  };
  const auditConfig = async (config: unknown): Promise<readonly Finding[]> => {
    tree.put(CONFIG, typeof config === 'string' ? config : JSON.stringify(config, null, 2));
    return await audit();
  };
  const failed = (findings: readonly Finding[]) =>
    findings.filter(({ result }) => result === 'fail').map(({ check }) => check);
  const of = (findings: readonly Finding[], check: string, pointer = '') =>
    findings.find(
      (finding) =>
        finding.check === check &&
        finding.result === 'fail' &&
        (finding.trust?.pointer ?? '').endsWith(pointer),
    );

  test('has nothing against hardened settings, and says which checks passed', async () => {
    const findings = await auditConfig(HARD);
    assert.deepEqual(failed(findings), []);
    assert.ok(findings.filter(({ result }) => result === 'pass').length > 40);
    assert.deepEqual([...new Set(findings.map(({ result }) => result))].sort(), ['not_applicable', 'pass']);
  });

  test('evaluates nothing in a home that does not exist, and names it', async () => {
    const { snapshot } = await auditHome(join(tree.root, 'nobody'), { host: 'host-a' });
    assert.ok(snapshot.findings.every(({ result }) => result === 'not_evaluated'));
    assert.match(snapshot.findings[0]?.reason ?? '', /nobody does not exist/);
  });

  test('judges settings that are missing by the defaults of known releases, and does not guess newer ones', async () => {
    const known = await audit();
    assert.ok(failed(known).includes('OC-11'));
    assert.ok(failed(known).includes('OC-02'));
    const newer = await auditConfig({ meta: { lastTouchedVersion: '2027.1.3' }, channels: OPEN_CHANNEL });
    assert.ok(!failed(newer).includes('OC-11'));
    assert.match(newer.find(({ check }) => check === 'TA-01')?.reason ?? '', /2027\.1\.3/);
    assert.ok(failed(newer).includes('OC-08'), 'what is written is judged');
  });

  test('adds only keys that the release knows', async () => {
    const pointers = (findings: readonly Finding[]) =>
      of(findings, 'OC-12')?.trust?.patch.map(({ pointer }) => pointer);
    const config = {
      ...HARD,
      channels: OPEN_CHANNEL,
      tools: { exec: { host: 'gateway', security: 'full' } },
    };
    for (const lastTouchedVersion of ['2026.1.29', '2026.3.13', '2026.7.1'])
      assert.deepEqual(pointers(await auditConfig({ ...config, meta: { lastTouchedVersion } })), [
        '/tools/exec/security',
        '/tools/exec/ask',
      ]);
    const free = { ...config, tools: { exec: { mode: 'full' } } };
    assert.deepEqual(pointers(await auditConfig({ ...free, meta: { lastTouchedVersion: '2026.9.6' } })), [
      '/tools/exec/mode',
    ]);
    const old = await auditConfig({
      agents: { list: [{ id: 'a' }, { id: 'b' }] },
      meta: { lastTouchedVersion: '2026.1.29' },
    });
    assert.ok(!failed(old).includes('OC-18'), 'tools.sessions.visibility came later');
    assert.equal(of(old, 'OC-45')?.severity, 'critical');
  });

  test('says of values that it does not know that it does not know them', async () => {
    const findings = await auditConfig({
      gateway: { bind: 'everywhere', auth: { mode: 'magic' } },
      tools: { exec: { mode: 'perhaps' }, profile: 'wizard' },
      channels: { irc: { dmPolicy: 'sometimes' } },
      sorcery: true,
    });
    assert.equal(findings.find(({ check }) => check === 'TA-03')?.subject, `~/${CONFIG}#/sorcery`);
    const unknown = findings
      .filter(({ check, result }) => check === 'TA-01' && result === 'not_evaluated')
      .map(({ subject }) => subject.replace(/^.*#/, ''));
    assert.deepEqual(unknown.sort(), [
      '/channels/irc/dmPolicy',
      '/gateway/auth/mode',
      '/gateway/bind',
      '/tools/exec/mode',
      '/tools/profile',
    ]);
  });

  test('weighs the same weakness by who reaches it', async () => {
    const severities: (string | undefined)[] = [];
    const tools = { exec: { mode: 'full' }, web: { fetch: { enabled: false } } };
    for (const channels of [{}, { telegram: { dmPolicy: 'pairing' } }, OPEN_CHANNEL])
      severities.push(
        of(await auditConfig({ ...HARD, browser: { enabled: false }, tools, channels }), 'OC-12')?.severity,
      );
    assert.deepEqual(severities, ['info', 'high', 'critical']);
    const harmless = await auditConfig({
      ...HARD,
      tools: { allow: ['session_status'] },
      channels: OPEN_CHANNEL,
    });
    assert.equal(of(harmless, 'OC-08')?.severity, 'medium');
    assert.equal(
      of(await auditConfig({ ...HARD, tools: {}, channels: OPEN_CHANNEL }), 'OC-08')?.severity,
      'critical',
    );
  });

  test('is worse about a gateway without a secret when it is open, and names the line', async () => {
    const open = await auditConfig(
      '// my gateway\n{ gateway: {\n  bind: "lan",\n  auth: { mode: "none" } } }',
    );
    assert.equal(of(open, 'OC-01')?.severity, 'critical');
    assert.match(of(open, 'OC-01')?.evidence ?? '', /openclaw\.json:3 \/gateway\/bind = "lan"/);
    const strong = await auditConfig({ ...HARD, gateway: { ...HARD.gateway, bind: 'lan' } });
    assert.equal(of(strong, 'OC-01')?.severity, 'medium');
    assert.equal(
      of(await auditConfig({ ...HARD, gateway: { ...HARD.gateway, tailscale: { mode: 'funnel' } } }), 'OC-06')
        ?.severity,
      'high',
    );
  });

  test('finds weak secrets, also in .env, and shows none', async () => {
    const short = await auditConfig({ gateway: { auth: { mode: 'token', token: 'hunter2-hunter2' } } });
    assert.match(of(short, 'OC-03')?.evidence ?? '', /15 characters/);
    assert.doesNotMatch(JSON.stringify(short), /hunter2/);
    tree.put('.openclaw/.env', `export OPENCLAW_GATEWAY_TOKEN="${TOKEN}"\n`);
    const fromEnv = await auditConfig({ gateway: { bind: 'loopback' } });
    assert.deepEqual([of(fromEnv, 'OC-02'), of(fromEnv, 'OC-03')], [undefined, undefined]);
    assert.doesNotMatch(JSON.stringify(fromEnv), new RegExp(TOKEN));
  });

  test('tells of a secret in settings only where an agent can read them', async () => {
    const exposed = {
      ...HARD,
      tools: { exec: { mode: 'full' } },
      channels: { telegram: { dmPolicy: 'pairing', botToken: '123456:FAKE-telegram-bot-token-xxxx' } },
    };
    assert.ok(of(await auditConfig(exposed), 'OC-30', 'botToken') !== undefined);
    assert.equal(of(await auditConfig({ ...exposed, tools: HARD.tools }), 'OC-30'), undefined);
  });

  test('takes exec away, sandboxes it or asks: each is enough, and an agent’s own settings count', async () => {
    for (const tools of [
      { deny: ['group:runtime'] },
      { profile: 'messaging' },
      { allow: ['read'] },
      { exec: { security: 'allowlist' } },
      { exec: { security: 'full', ask: 'always' } },
    ])
      assert.deepEqual(
        failed(await auditConfig({ tools })).filter((check) => check === 'OC-11' || check === 'OC-12'),
        [],
      );
    assert.ok(
      failed(await auditConfig({ tools: { profile: 'messaging', alsoAllow: ['exec'] } })).includes('OC-11'),
    );
    const own = await auditConfig({
      ...HARD,
      agents: { entries: { main: {}, ops: { tools: { profile: 'full', exec: { mode: 'full' } } } } },
    });
    assert.ok(of(own, 'OC-12', '/agents/entries/ops/tools/exec') !== undefined);
    tree.put('.openclaw/exec-approvals.json', '{"version":1,"defaults":{"security":"deny"}}');
    assert.ok(!failed(await auditConfig({})).includes('OC-11'), 'the host’s approvals are stricter');
  });

  test('finds everyone in a channel, its accounts, and its groups', async () => {
    const findings = await auditConfig({
      ...HARD,
      channels: {
        telegram: { allowFrom: ['*'], groupPolicy: 'open' },
        discord: { dm: { policy: 'open' }, accounts: { work: { groupAllowFrom: ['*'] } } },
        irc: { dmPolicy: 'disabled', allowFrom: ['*'] },
        slack: { enabled: false, dmPolicy: 'open' },
      },
    });
    const open = findings
      .filter(({ check, result }) => /^OC-0[89]$/.test(check) && result === 'fail')
      .map(({ subject }) => subject.replace(/^.*#/, ''));
    assert.deepEqual(open, [
      '/channels/telegram/dmPolicy',
      '/channels/discord/dmPolicy',
      '/channels/telegram/groupPolicy',
      '/channels/discord/accounts/work/groupPolicy',
    ]);
  });

  test('finds the ways around the proxy, and shows no key in an address', async () => {
    const findings = await auditConfig({
      ...HARD,
      models: { providers: { direct: { baseUrl: 'https://user:pa55word@api.example.com/v1' }, bare: {} } },
      agents: { defaults: { model: { primary: 'litellm/a', fallbacks: ['openai/b'] } } },
    });
    assert.equal(failed(findings).filter((check) => check === 'OC-27').length, 5);
    assert.doesNotMatch(JSON.stringify(findings), /pa55word/);
    tree.put(CONFIG, JSON.stringify(HARD));
    assert.deepEqual(failed(await audit(['http://10.0.0.1:4000'])), ['OC-27']);
  });

  test('finds files that others can read, less badly behind a closed folder', async () => {
    tree.put(CONFIG, JSON.stringify(HARD)).put('.openclaw/agents/main/sessions/s.jsonl', '{}', 0o644);
    assert.equal(of(await audit(), 'FS-01')?.severity, 'low');
    tree.folder('.openclaw', 0o755);
    const open = of(await audit(), 'FS-01');
    assert.equal(open?.severity, 'high');
    assert.match(open?.evidence ?? '', /sessions\/s\.jsonl 0644/);
    tree.put(CONFIG, JSON.stringify(HARD), 0o666);
    assert.equal(of(await audit(), 'FS-01')?.severity, 'critical');
  });

  test('follows includes, keeps the order of OpenClaw, and patches the file that a value is in', async () => {
    tree.put('.openclaw/gateway.json5', '{\n  // open\n  bind: "lan", auth: { mode: "none" } }');
    tree.put('.openclaw/more/tools.json', '{ "tools": { "exec": { "mode": "ask" } } }');
    const findings = await auditConfig(
      '{ $include: ["./more/tools.json"], gateway: { $include: "./gateway.json5", auth: { mode: "token", token: "short" } } }',
    );
    assert.match(of(findings, 'OC-01')?.evidence ?? '', /gateway\.json5:3 \/bind = "lan"/);
    assert.deepEqual(
      of(findings, 'OC-01')?.trust?.patch.map(({ file, pointer }) => `${file} ${pointer}`),
      ['~/.openclaw/gateway.json5 /bind'],
    );
    assert.match(of(findings, 'OC-03')?.evidence ?? '', /5 characters/);
    assert.ok(!failed(findings).includes('OC-11'));
  });

  test('follows no link out of the home', async () => {
    const outside = new FileTree().put('openclaw.json', JSON.stringify(HARD));
    try {
      symlinkSync(join(outside.root, 'openclaw.json'), join(tree.root, CONFIG));
      assert.match((await audit()).find(({ check }) => check === 'TA-02')?.reason ?? '', /leads out of/);
    } finally {
      outside.remove();
    }
  });

  test('audits every profile and the names of before, and gives the same ids in each run', async () => {
    tree
      .put('.openclaw-work/openclaw.json', JSON.stringify({ gateway: { bind: 'lan' } }))
      .put('.clawdbot/clawdbot.json', JSON.stringify({ gateway: { bind: 'lan' } }));
    const first = await auditConfig(HARD);
    const files = first
      .filter(({ check, result }) => check === 'OC-01' && result === 'fail')
      .map(({ trust }) => trust?.file);
    assert.deepEqual(files, ['~/.openclaw-work/openclaw.json', '~/.clawdbot/clawdbot.json']);
    const ids = (findings: readonly Finding[]) => findings.map(({ finding_id }) => finding_id).sort();
    assert.deepEqual(ids(await audit()), ids(first));
    assert.equal(new Set(ids(first)).size, first.length);
  });
});

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
  gateway: { bind: 'loopback', auth: { mode: 'token', token: TOKEN } },
  tools: { exec: { mode: 'ask' } },
  channels: { telegram: { dmPolicy: 'pairing', groupPolicy: 'allowlist' } },
  models: { mode: 'replace', providers: { litellm: { baseUrl: 'http://127.0.0.1:4000/v1' } } },
  agents: { defaults: { model: { primary: 'litellm/gpt-6' } } },
};

describe('the audit of a home', () => {
  let tree: FileTree;
  beforeEach(() => {
    tree = new FileTree().folder('.openclaw', 0o700);
  });
  afterEach(() => tree.remove());

  const audit = async (): Promise<readonly Finding[]> => {
    const snapshot = await auditHome(tree.root, { host: 'host-a' });
    assert.equal(snapshot.checks_total, 6);
    return PostureSnapshot.parse(snapshot).findings;
  };
  const auditConfig = async (config: unknown): Promise<readonly Finding[]> => {
    tree.put(CONFIG, typeof config === 'string' ? config : JSON.stringify(config, null, 2));
    return await audit();
  };
  const of = (findings: readonly Finding[], check: string, end = '') =>
    findings.find((finding) => finding.check === `openclaw-${check}` && finding.subject.endsWith(end));
  const failed = (findings: readonly Finding[]) =>
    findings.filter(({ result }) => result === 'fail').map(({ check }) => check);

  test('passes hardened settings in all checks', async () => {
    const findings = await auditConfig(HARD);
    assert.deepEqual([...new Set(findings.map(({ result }) => result))], ['pass']);
    assert.equal(new Set(findings.map(({ check }) => check)).size, 6);
  });

  test('applies no check where there is no OpenClaw', async () => {
    tree.remove();
    tree = new FileTree();
    const findings = await audit();
    assert.deepEqual(
      findings.map(({ result }) => result),
      Array.from({ length: 6 }, () => 'not_applicable'),
    );
  });

  test('evaluates nothing in a home that does not exist, and names it', async () => {
    const snapshot = await auditHome(join(tree.root, 'nobody'), { host: 'host-a' });
    assert.ok(snapshot.findings.every(({ result }) => result === 'not_evaluated'));
    assert.match(snapshot.findings[0]?.reason ?? '', /nobody does not exist/);
  });

  test('judges settings that are missing by their defaults', async () => {
    const findings = await audit();
    assert.deepEqual(failed(findings), ['openclaw-gateway-auth-weak', 'openclaw-exec-without-approval']);
    assert.match(of(findings, 'gateway-beyond-loopback')?.evidence ?? '', /not set.*default/);
    assert.equal(of(findings, 'channel-open')?.result, 'not_applicable');
    assert.equal(of(findings, 'provider-around-shield')?.result, 'not_evaluated');
  });

  test('does not guess the defaults of a newer release', async () => {
    const findings = await auditConfig({ meta: { lastTouchedVersion: '2027.1.3' } });
    for (const check of ['gateway-beyond-loopback', 'exec-without-approval']) {
      assert.equal(of(findings, check)?.result, 'not_evaluated');
      assert.match(of(findings, check)?.reason ?? '', /2027\.1\.3/);
    }
  });

  test('says of values that it does not know that it does not know them', async () => {
    const findings = await auditConfig({
      gateway: { bind: 'everywhere', auth: { mode: 'magic' } },
      tools: { exec: { mode: 'perhaps' } },
      channels: { irc: { dmPolicy: 'sometimes' } },
      models: { mode: 'replace', providers: { x: { baseUrl: `\${PROXY_URL}` } } },
    });
    for (const check of [
      'gateway-beyond-loopback',
      'gateway-auth-weak',
      'exec-without-approval',
      'channel-open',
      'provider-around-shield',
    ]) {
      assert.equal(of(findings, check)?.result, 'not_evaluated', check);
    }
  });

  test('is worse about a gateway without a secret when it is open, and names the line', async () => {
    const open = '// my gateway\n{ gateway: {\n  bind: "lan",\n  auth: { mode: "none" } } }';
    const bind = of(await auditConfig(open), 'gateway-beyond-loopback');
    assert.deepEqual([bind?.result, bind?.severity], ['fail', 'critical']);
    assert.match(bind?.evidence ?? '', /openclaw\.json:3 \/gateway\/bind = "lan"/);
    const closed = await auditConfig({ ...HARD, gateway: { auth: { mode: 'none' } } });
    assert.equal(of(closed, 'gateway-auth-weak')?.severity, 'high');
    const tailnet = await auditConfig({
      ...HARD,
      gateway: { ...HARD.gateway, tailscale: { mode: 'funnel' } },
    });
    assert.equal(of(tailnet, 'gateway-beyond-loopback', 'tailscale/mode')?.severity, 'critical');
  });

  test('finds short and repeated secrets, also in .env, and never shows one', async () => {
    const short = await auditConfig({ gateway: { auth: { mode: 'token', token: 'hunter2-hunter2' } } });
    assert.equal(of(short, 'gateway-auth-weak')?.result, 'fail');
    assert.doesNotMatch(JSON.stringify(short), /hunter2/);
    const repeated = await auditConfig({ gateway: { auth: { password: 'ababababababababababababababab' } } });
    assert.equal(of(repeated, 'gateway-auth-weak')?.result, 'fail');
    tree.put('.openclaw/.env', `export OPENCLAW_GATEWAY_TOKEN="${TOKEN}"\n`);
    const fromEnv = await auditConfig({ gateway: { bind: 'loopback' } });
    assert.equal(of(fromEnv, 'gateway-auth-weak')?.result, 'pass');
    assert.doesNotMatch(JSON.stringify(fromEnv), new RegExp(TOKEN));
    const store = await auditConfig({ gateway: { auth: { token: { source: 'exec', id: 'x' } } } });
    assert.equal(of(store, 'gateway-auth-weak')?.result, 'not_evaluated');
  });

  test('asks of a trusted proxy who may come through it', async () => {
    const auth = { mode: 'trusted-proxy', trustedProxy: { allowUsers: ['me'] } };
    const open = await auditConfig({ ...HARD, gateway: { auth } });
    assert.match(of(open, 'gateway-auth-weak')?.evidence ?? '', /nothing in gateway\.trustedProxies\./);
    const set = await auditConfig({ ...HARD, gateway: { auth, trustedProxies: ['127.0.0.1'] } });
    assert.equal(of(set, 'gateway-auth-weak')?.result, 'pass');
  });

  test('takes exec away, sandboxes it or asks: each is enough, and an agent’s own settings count', async () => {
    for (const tools of [
      { deny: ['group:runtime'] },
      { profile: 'messaging' },
      { allow: ['read'] },
      { exec: { security: 'allowlist' } },
      { exec: { security: 'full', ask: 'always' } },
    ])
      assert.equal(of(await auditConfig({ tools }), 'exec-without-approval')?.result, 'pass');
    const sandbox = await auditConfig({ agents: { defaults: { sandbox: { mode: 'all' } } } });
    assert.equal(of(sandbox, 'exec-without-approval')?.result, 'pass');
    for (const tools of [{ exec: { ask: 'on-miss' } }, { profile: 'messaging', alsoAllow: ['exec'] }])
      assert.equal(of(await auditConfig({ tools }), 'exec-without-approval')?.result, 'fail');
    const agent = await auditConfig({
      ...HARD,
      agents: { entries: { ops: { tools: { exec: { mode: 'full' } } } } },
    });
    assert.equal(of(agent, 'exec-without-approval', '#/tools/exec')?.result, 'pass');
    assert.equal(of(agent, 'exec-without-approval', '/entries/ops/tools/exec')?.result, 'fail');
  });

  test('takes the stricter of settings and host approvals', async () => {
    tree.put('.openclaw/exec-approvals.json', '{"version":1,"defaults":{"security":"deny"}}');
    assert.equal(of(await audit(), 'exec-without-approval')?.result, 'pass');
  });

  test('is worst about commands without approval when strangers can ask for them', async () => {
    const channels = { telegram: { dmPolicy: 'open' }, slack: { enabled: false, dmPolicy: 'open' } };
    const findings = await auditConfig({ ...HARD, tools: {}, channels });
    assert.equal(of(findings, 'exec-without-approval')?.severity, 'critical');
    assert.equal(of(findings, 'channel-open', 'telegram/dmPolicy')?.severity, 'critical');
    assert.equal(of(findings, 'channel-open', 'slack/dmPolicy'), undefined);
    const asked = await auditConfig({ ...HARD, channels });
    assert.equal(of(asked, 'channel-open', 'telegram/dmPolicy')?.severity, 'high');
  });

  test('finds everyone in a channel, its accounts, and its groups', async () => {
    const findings = await auditConfig({
      ...HARD,
      channels: {
        telegram: { allowFrom: ['*'], groupPolicy: 'open' },
        discord: { dm: { policy: 'open' }, accounts: { work: { groupAllowFrom: ['*'] } } },
        irc: { dmPolicy: 'disabled', allowFrom: ['*'] },
      },
    });
    const open = findings.filter(
      ({ check, result }) => check === 'openclaw-channel-open' && result === 'fail',
    );
    assert.deepEqual(
      open.map(({ subject }) => subject.slice(subject.indexOf('#'))),
      [
        '#/channels/telegram/dmPolicy',
        '#/channels/telegram/groupPolicy',
        '#/channels/discord/dmPolicy',
        '#/channels/discord/accounts/work/groupPolicy',
      ],
    );
  });

  test('finds the ways around the proxy, and shows no key in an address', async () => {
    const findings = await auditConfig({
      ...HARD,
      models: { providers: { direct: { baseUrl: 'https://user:pa55word@api.example.com/v1' }, bare: {} } },
      agents: { defaults: { model: { primary: 'litellm/a', fallbacks: ['openai/b'] } } },
    });
    const around = findings.filter(
      ({ check, result }) => check === 'openclaw-provider-around-shield' && result === 'fail',
    );
    assert.equal(around.length, 5);
    assert.equal(around.find(({ subject }) => subject.endsWith('/models/mode'))?.severity, 'medium');
    assert.doesNotMatch(JSON.stringify(findings), /pa55word/);
    tree.put(CONFIG, JSON.stringify(HARD));
    const elsewhere = await auditHome(tree.root, { host: 'host-a', proxies: ['http://10.0.0.1:4000'] });
    assert.equal(elsewhere.findings.filter(({ result }) => result === 'fail').length, 1);
  });

  test('finds files that others can read, less badly behind a closed folder', async () => {
    tree.put(CONFIG, JSON.stringify(HARD)).put('.openclaw/agents/main/sessions/s.jsonl', '{}', 0o644);
    const closed = of(await audit(), 'state-readable-by-others');
    assert.deepEqual([closed?.result, closed?.severity], ['fail', 'low']);
    tree.folder('.openclaw', 0o755);
    const open = of(await audit(), 'state-readable-by-others');
    assert.deepEqual([open?.result, open?.severity], ['fail', 'high']);
    assert.match(open?.evidence ?? '', /sessions\/s\.jsonl 0644/);
    tree.put(CONFIG, JSON.stringify(HARD), 0o666);
    assert.equal(of(await audit(), 'state-readable-by-others')?.severity, 'critical');
  });

  test('follows includes, keeps the order of OpenClaw, and names the file that a value is in', async () => {
    tree.put('.openclaw/gateway.json5', '{\n  // open\n  bind: "lan", auth: { mode: "none" } }');
    tree.put('.openclaw/more/tools.json', '{ "tools": { "exec": { "mode": "ask" } } }');
    const findings = await auditConfig(
      '{ $include: ["./more/tools.json"], gateway: { $include: "./gateway.json5", auth: { mode: "token", token: "short" } } }',
    );
    assert.match(of(findings, 'gateway-beyond-loopback')?.evidence ?? '', /gateway\.json5:3 \/bind = "lan"/);
    assert.match(of(findings, 'gateway-auth-weak')?.evidence ?? '', /token of 5 characters/);
    assert.equal(of(findings, 'exec-without-approval')?.result, 'pass');
  });

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
  for (const [what, { config, reason }] of Object.entries(damaged)) {
    test(`judges no setting of a configuration that ${what}`, async () => {
      const findings = await auditConfig(config);
      const settings = findings.filter(({ check }) => check !== 'openclaw-state-readable-by-others');
      assert.equal(settings.length, 5);
      for (const finding of settings) {
        assert.equal(finding.result, 'not_evaluated');
        assert.match(finding.reason ?? '', reason);
      }
    });
  }

  test('follows no link out of the home', async () => {
    const outside = new FileTree().put('openclaw.json', JSON.stringify(HARD));
    try {
      symlinkSync(join(outside.root, 'openclaw.json'), join(tree.root, CONFIG));
      const bind = of(await audit(), 'gateway-beyond-loopback');
      assert.equal(bind?.result, 'not_evaluated');
      assert.match(bind?.reason ?? '', /leads out of/);
    } finally {
      outside.remove();
    }
  });

  test('audits every profile, and gives the same ids in each run', async () => {
    tree.put('.openclaw-work/openclaw.json', JSON.stringify({ gateway: { bind: 'lan' } }));
    const first = await auditConfig(HARD);
    assert.equal(
      of(first, 'gateway-beyond-loopback', '.openclaw/openclaw.json#/gateway/bind')?.result,
      'pass',
    );
    assert.equal(
      of(first, 'gateway-beyond-loopback', '.openclaw-work/openclaw.json#/gateway/bind')?.result,
      'fail',
    );
    const ids = (findings: readonly Finding[]) => findings.map(({ finding_id }) => finding_id).sort();
    assert.deepEqual(ids(await audit()), ids(first));
    assert.equal(new Set(ids(first)).size, first.length);
  });
});

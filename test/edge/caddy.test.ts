import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '@clawnex/shared/bus/testing/free-port.ts';
import { startSuite, type TestSuite } from '../suite/start-suite.ts';
import { until } from '../suite/until.ts';

const CADDYFILE = join(import.meta.dirname, '../../Caddyfile');

let folder = '';
let port = 0;
let suite: TestSuite;
let caddy: ChildProcess;

interface Fetched {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Over real TLS, trusting nothing but the authority that Caddy made for itself. */
async function get(path: string, headers: Record<string, string> = {}): Promise<Fetched> {
  const ca = readFileSync(join(folder, 'data/caddy/pki/authorities/local/root.crt'));
  return await new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path,
        ca,
        headers: { host: `localhost:${port}`, ...headers },
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (body += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

describe('the public edge', () => {
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clawnex-edge-'));
    port = await findFreePort();
    suite = await startSuite({
      CLAWNEX_DASHBOARD_API_PUBLIC_URL: `https://localhost:${port}`,
      CLAWNEX_DASHBOARD_API_TRUSTED_PROXY: 'loopback',
    });
    caddy = spawn('caddy', ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'], {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        XDG_DATA_HOME: join(folder, 'data'),
        XDG_CONFIG_HOME: join(folder, 'config'),
        CLAWNEX_SITE: `localhost:${port}`,
        CLAWNEX_DASHBOARD_API_PORT: suite.env['CLAWNEX_DASHBOARD_API_PORT'],
      },
    });
    await until('Caddy answers', () =>
      get('/api/setup').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  });
  after(async () => {
    caddy?.kill('SIGTERM');
    await suite?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('caddy accepts the Caddyfile', () => {
    const done = spawnSync('caddy', ['validate', '--config', CADDYFILE, '--adapter', 'caddyfile'], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
    assert.equal(done.status, 0, done.stderr);
  });

  test("the operators' API is reached over HTTPS with a certificate of Caddy's own authority", async () => {
    const answer = await get('/api/setup');
    assert.deepEqual(JSON.parse(answer.body), { needed: true });
    assert.match(String(answer.headers['strict-transport-security']), /max-age=\d{8}/);
    assert.equal(answer.headers['server'], undefined);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
  });

  test('health and metrics stay on this machine', async () => {
    for (const path of ['/health', '/metrics', '/internal/x']) assert.equal((await get(path)).status, 404);
  });

  test('a request for another host is refused', async () => {
    const answer = await get('/api/setup', { host: 'evil.example' }).catch(() => null);
    assert.ok(answer === null || answer.status >= 400 || answer.body === '', JSON.stringify(answer));
  });

  test('no daemon listens beyond loopback', async () => {
    const addresses = Object.values(networkInterfaces())
      .flatMap((entries) => entries ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    const ports = ['SHIELD', 'INGEST', 'DASHBOARD_API', 'BROKER'].map(
      (name) => suite.env[`CLAWNEX_${name}_PORT`],
    );
    for (const address of addresses) {
      for (const daemonPort of ports) {
        await assert.rejects(
          fetch(`http://${address}:${daemonPort}/health`, { signal: AbortSignal.timeout(2_000) }),
        );
      }
    }
    if (process.platform !== 'linux') return;
    const listening = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8');
    for (const daemonPort of ports) {
      const hex = Number(daemonPort).toString(16).toUpperCase().padStart(4, '0');
      assert.ok(!new RegExp(` 0{8,32}:${hex} `).test(listening), `${daemonPort} listens on every address`);
    }
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

/** Sends a path exactly as written: fetch would tidy it first. */
function getRaw(url: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method: 'GET' }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('serving the web app', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let dir: string;
  before(async () => {
    test = await startTestApi();
    dir = join(test.home, 'web');
  });
  after(() => test.stop());

  it('says how to build it while it is not built', async () => {
    const answer = await test.send('GET', '/');
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /npx vite build/);
  });

  it('serves the start page for every address of the app, fresh each time', async () => {
    mkdirSync(join(dir, 'assets'), { recursive: true });
    writeFileSync(join(dir, 'index.html'), '<!doctype html><title>app</title>');
    writeFileSync(join(dir, 'assets', 'app-1a2b.js'), 'export {};');
    for (const path of ['/', '/index.html', '/traffic?verdict=block', '/traffic/call-1', '/setup']) {
      const answer = await test.send('GET', path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
      assert.match(await answer.text(), /<title>app/);
    }
    const etag = (await test.send('GET', '/')).headers.get('etag') ?? '';
    assert.equal((await test.send('GET', '/', { headers: { 'if-none-match': etag } })).status, 304);
  });

  it('serves hashed files for ever, and a missing one as missing', async () => {
    const answer = await test.send('GET', '/assets/app-1a2b.js');
    assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
    assert.equal((await test.send('GET', '/assets/old-9z.js')).status, 404);
  });

  it('does not answer unknown API addresses with a page', async () => {
    for (const path of ['/api', '/api/nothing']) {
      const answer = await test.send('GET', path);
      assert.equal(answer.status, 404);
      assert.match(await answer.text(), /"not_found"/);
    }
  });

  it('gives out nothing but the build, however the path is written', async () => {
    symlinkSync('/etc/passwd', join(dir, 'assets', 'link.txt'));
    writeFileSync(join(dir, '.env.txt'), 'hidden');
    writeFileSync(join(test.home, 'secret.txt'), 'outside');
    const paths = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//etc/passwd',
      '/%00/etc/passwd',
      '/assets/link.txt',
      '/.env.txt',
      '/%E0%A4%A',
    ];
    for (const path of paths) {
      const { status, body } = await getRaw(test.url, path);
      assert.ok(status < 500, `${path}: ${status}`);
      assert.doesNotMatch(body, /outside|hidden|root:/, path);
    }
  });

  it('notices a new build', async () => {
    rmSync(join(dir, 'assets', 'app-1a2b.js'));
    writeFileSync(join(dir, 'assets', 'app-3c4d.js'), 'export {};');
    utimesSync(join(dir, 'index.html'), 1, 1);
    await test.send('GET', '/');
    assert.equal((await test.send('GET', '/assets/app-3c4d.js')).status, 200);
    assert.equal((await test.send('GET', '/assets/app-1a2b.js')).status, 404);
  });
});

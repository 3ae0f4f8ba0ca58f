import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { LINUX, NOW_MS, scanMachine } from '../testing/machine.ts';
import { fetchBundle } from './fetch-bundle.ts';

describe('fetching advisories', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keys = [{ name: 'us', key: publicKey }];
  const bundle = Buffer.from(
    '{"format":"clawnex-advisories/1","name":"feed","dated":"2026-11-24","advisories":[]}',
  );
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/refused')) response.writeHead(405).end();
    else if (path.startsWith('/moved')) response.writeHead(302, { location: '/bundle' }).end();
    else if (path.endsWith('.sig')) response.end(sign(null, bundle, privateKey).toString('base64'));
    else response.end(path === '/bundle' ? bundle : '{}');
  });
  let base = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    base = `http://127.0.0.1:${address.port}`;
  });
  after(() => server.close());
  const messageOf = async (url: string) => {
    const fetched = await fetchBundle(url, keys, NOW_MS);
    assert.ok(!fetched.ok, url);
    return fetched.message;
  };

  test('takes a signed bundle', async () => {
    const fetched = await fetchBundle(`${base}/bundle`, keys, NOW_MS);
    assert.ok(fetched.ok);
    assert.deepEqual([fetched.set.name, fetched.set.signed_by], ['feed', 'us']);
  });

  test('gives the exact reason of a refusal, a failed look-up, a redirect and a wrong signature', async () => {
    const refused = await messageOf(`${base}/refused`);
    assert.match(refused, /answered 405 Method Not Allowed/);
    const machine = { ...LINUX, 'srv/a/requirements.txt': 'left==1.0\n' };
    const { findings } = await scanMachine(machine, { check: 'AI-26', advisoryProblem: refused });
    assert.deepEqual([findings[0]?.result, findings[0]?.reason?.includes(refused)], ['not_evaluated', true]);
    assert.match(
      await messageOf('http://advisories.invalid/bundle'),
      /could not be fetched: .*(?:ENOTFOUND|EAI_AGAIN)/,
    );
    assert.match(await messageOf('http://127.0.0.1:1/bundle'), /could not be fetched: /);
    assert.match(await messageOf(`${base}/moved`), /could not be fetched: .*redirect/);
    assert.match(await messageOf(`${base}/other`), /No trusted key signed/);
  });
});

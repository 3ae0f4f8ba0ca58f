import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HostSnapshot } from '@clawnex/proto/events/host.ts';
import { layMachine } from './make-machine.ts';

/** Every call that changes a file or its name, and every one that reaches for a network. */
const CALLS =
  'openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,symlink,symlinkat,link,linkat,chmod,fchmod,fchmodat,chown,fchown,fchownat,truncate,ftruncate,utimensat,mknod,mknodat,setxattr,socket,connect,bind,sendto,sendmsg,execve';
const SCAN = [join(import.meta.dirname, '../../scripts/cli/main.ts'), 'host', 'scan', '--json', '--root'];

function missing(program: string, ...args: string[]): string | false {
  const ran = spawnSync(program, args);
  return ran.status === 0 ? false : `${program} is not here, or may not be used`;
}

describe('a scan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clawnex-isolation-'));
  const root = join(folder, 'machine');
  const env = { ...process.env, CLAWNEX_HOME: join(folder, 'home') };
  before(() => layMachine(root, 'bad'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('writes nothing, opens no socket, and starts no program', {
    skip: missing('strace', '-o', '/dev/null', 'true'),
  }, () => {
    const trace = join(folder, 'trace');
    const ran = spawnSync(
      'strace',
      ['-f', '-qq', '-e', `trace=${CALLS}`, '-o', trace, process.execPath, ...SCAN, root],
      { env },
    );
    assert.equal(ran.status, 1, String(ran.stderr));
    const calls = readFileSync(trace, 'utf8')
      .split('\n')
      .map((line) => line.replace(/^\d+\s+/, ''));
    assert.ok(calls.filter((call) => call.startsWith('openat')).length > 500, 'the trace holds the scan');
    const opened = calls.filter(
      (call) => call.startsWith('open') && /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(call),
    );
    assert.deepEqual(opened, []);
    const others = calls.filter((call) => /^\w+\(/.test(call) && !call.startsWith('open'));
    // The command itself.
    assert.deepEqual(
      others.filter((call) => !call.startsWith('execve')),
      [],
    );
    assert.equal(others.length, 1, others.join('\n'));
  });

  test('finds the same without any network', { skip: missing('unshare', '--net', 'true') }, () => {
    const run = (program: string, ...args: string[]) => {
      const { stdout } = spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
      return HostSnapshot.parse(JSON.parse(stdout));
    };
    const ids = ({ findings }: HostSnapshot) =>
      findings.map(({ finding_id, result }) => `${finding_id} ${result}`).sort();
    const apart = run('unshare', '--net', process.execPath, ...SCAN, root);
    assert.deepEqual(ids(apart), ids(run(process.execPath, ...SCAN, root)));
  });
});

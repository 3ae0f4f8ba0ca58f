import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { report, StepError } from './report.ts';
import { bringSystemPackage } from './system-package.ts';

/** Oldest server we use: what Debian 12 ships. */
const VERSION_MIN = [2, 9, 0] as const;

/**
 * Path of a nats-server: the machine's, else the distribution's package unpacked into our own folder (no root needed),
 * else the package installed after asking.
 */
export async function bringNatsServer(runtime: string, yes: boolean): Promise<string> {
  const own = join(runtime, 'nats');
  const found = findProgram(['nats-server'], [join(own, 'usr/sbin'), join(own, 'usr/bin')]);
  // What is found may be the link made below, on an earlier run.
  const server = realpathSync(
    found ??
      unpackDebianPackage(own) ??
      (await bringSystemPackage(
        {
          programs: ['nats-server'],
          apt: 'nats-server',
          brew: 'nats-server',
          needed_for: 'the bus between the daemons',
        },
        yes,
      )),
  );
  checkVersion(server);
  linkProgram(join(runtime, 'bin'), 'nats-server', server);
  return server;
}

/** A fixed name for units to start, whichever server was found or brought. */
function linkProgram(folder: string, name: string, target: string): void {
  const link = join(folder, name);
  mkdirSync(folder, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

/** Debian's package holds one static binary: unpacking it needs no root and leaves no service behind. */
function unpackDebianPackage(folder: string): string | null {
  if (findProgram(['apt-get']) === null || findProgram(['dpkg']) === null) return null;
  report('bringing nats-server ...');
  mkdirSync(folder, { recursive: true });
  spawnSync('apt-get', ['download', '-qq', 'nats-server'], { cwd: folder, stdio: 'ignore' });
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (archive === undefined) return null;
  spawnSync('dpkg', ['-x', archive, '.'], { cwd: folder, stdio: 'ignore' });
  rmSync(join(folder, archive));
  return findProgram(['nats-server'], [join(folder, 'usr/sbin'), join(folder, 'usr/bin')]);
}

function checkVersion(server: string): void {
  const said = spawnSync(server, ['--version'], { encoding: 'utf8' }).stdout;
  const match = /v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})/.exec(said);
  const version = match?.slice(1, 4).map(Number) ?? [];
  for (const [index, least] of VERSION_MIN.entries()) {
    const part = version[index] ?? -1;
    if (part > least) return;
    if (part < least) {
      throw new StepError(
        `${server} is too old (${said.trim()}). Install nats-server ${VERSION_MIN.join('.')} or newer.`,
      );
    }
  }
}

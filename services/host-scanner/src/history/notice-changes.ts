import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openRootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { readListeners } from '../network/listeners.ts';

/** Files and folders that every installation of a package touches. */
const PACKAGE_MARKS = [
  'var/lib/dpkg/status',
  'usr/lib/node_modules',
  'usr/local/lib/node_modules',
  'opt',
  'etc/systemd/system',
  'etc/cron.d',
];
const HOMES = 'home';
const IN_HOME = ['.npm-global/lib/node_modules', '.openclaw', '.claude', '.config/systemd/user'];
const HOMES_MAX = 200;

/**
 * A short text that changes when packages or open ports do: some stats and one table, so that it can be taken often. It
 * says nothing else, and is only compared with the one before.
 */
export async function machineMark(root: string): Promise<string> {
  const opened = await openRootFolder(root, 'reroot');
  const listeners = opened.ok ? await readListeners(opened.value) : opened;
  const ports = listeners.ok
    ? [
        ...new Set(
          listeners.value
            .filter(({ beyondLoopback }) => beyondLoopback)
            .map(({ address, port }) => `${address}:${port}`),
        ),
      ]
    : [];
  const homes = namesIn(join(root, HOMES)).flatMap((home) => IN_HOME.map((name) => join(HOMES, home, name)));
  const times = [...PACKAGE_MARKS, ...homes].map((path) => timeOf(join(root, path)));
  return `${ports.sort().join(' ')} ${times.join(' ')}`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort().slice(0, HOMES_MAX);
  } catch {
    return [];
  }
}

function timeOf(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

import { expand } from '@clawnex/shared/posture/expand.ts';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { once } from '../files/once.ts';

const VALUE_BYTES_MAX = 4_096;
const FILE_BYTES_MAX = 262_144;
/** Read in this order by sysctl(8): what comes later wins. */
const FILES = [
  '/usr/lib/sysctl.d/*.conf',
  '/lib/sysctl.d/*.conf',
  '/usr/local/lib/sysctl.d/*.conf',
  '/run/sysctl.d/*.conf',
  '/etc/sysctl.d/*.conf',
  '/etc/sysctl.conf',
];

export interface Setting {
  readonly value: string;
  /** The running kernel, or the file that sets it at boot. */
  readonly from: string;
}

export type Sysctl = (key: string) => Promise<Outcome<Setting>>;

/** Kernel settings: of the running kernel where /proc/sys is there, else what the files would set at boot. */
export function openSysctl(root: RootFolder): Sysctl {
  const files = once(() => readFiles(root));
  return async (key) => {
    const path = `/proc/sys/${key.replaceAll('.', '/')}`;
    const running = await root.readText(path, VALUE_BYTES_MAX);
    if (running.ok) return { ok: true, value: { value: running.value.trim(), from: path } };
    if (running.code !== 'missing') return running;
    const saved = (await files()).get(key);
    if (saved !== undefined) return { ok: true, value: saved };
    return refuse('missing', `${path} does not exist and no sysctl.d file sets ${key}.`);
  };
}

async function readFiles(root: RootFolder): Promise<ReadonlyMap<string, Setting>> {
  const settings = new Map<string, Setting>();
  for (const pattern of FILES)
    for (const path of (await expand(root, pattern)).paths) {
      const text = await root.readText(path, FILE_BYTES_MAX);
      for (const line of text.ok ? text.value.split('\n') : []) {
        const at = line.indexOf('=');
        if (at === -1 || /^\s*[#;]/.test(line)) continue;
        const key = line.slice(0, at).trim().replace(/^-/, '').replaceAll('/', '.');
        settings.set(key, { value: line.slice(at + 1).trim(), from: path });
      }
    }
  return settings;
}

import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { openRootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { findInstances } from './openclaw/instance.ts';

/** An editor writes a file in several steps. */
const SETTLE_MS = 500;
/** A folder without settings tells of many changes of other files. */
const SETTINGS_NAME = /\.(?:json|json5)$|^\.env$/;

export interface SettingsWatch {
  /** Watches what there is now: folders of includes and of new instances come and go. */
  refresh(): Promise<void>;
}

/** Tells of changed settings. A folder that cannot be watched is left to the schedule. */
export function watchSettings(context: DaemonContext, folder: string, onChange: () => void): SettingsWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const watchFolder = (path: string, matters: (name: string) => boolean) => {
    if (watchers.has(path)) return;
    try {
      const watcher = watch(path, (_event, name) => {
        if (name === null || matters(name)) changed();
      });
      watcher.on('error', () => drop(path));
      watchers.set(path, watcher);
    } catch {
      context.log.debug({ path }, 'this folder cannot be watched; the schedule looks at it');
    }
  };
  const drop = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };
  context.onStop('watch', () => {
    clearTimeout(timer);
    for (const path of [...watchers.keys()]) drop(path);
  });
  return {
    async refresh() {
      const opened = await openRootFolder(folder, 'confine');
      if (!opened.ok) return;
      const home = opened.value;
      const { list } = await findInstances(home);
      const folders = list.flatMap(({ folder: state, config }) => [
        state,
        ...(config.ok ? config.files.map((file) => file.slice(0, file.lastIndexOf('/')) || '/') : []),
      ]);
      if (context.signal.aborted) return;
      const wanted = new Set(folders.filter((path) => path !== '/').map((path) => join(home.root, path)));
      for (const path of watchers.keys()) if (path !== home.root && !wanted.has(path)) drop(path);
      for (const path of wanted) watchFolder(path, (name) => SETTINGS_NAME.test(name));
      watchFolder(home.root, (name) => name.startsWith('.openclaw'));
    },
  };
}

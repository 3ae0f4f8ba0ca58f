import type { ScannedHome } from '../home/scanned-home.ts';
import type { Node } from '../settings/node.ts';
import { readConfig } from '../settings/read-config.ts';

/** A settings file that is there: read, or the reason why not. */
export interface SettingsFile {
  /** Below the home. */
  readonly file: string;
  readonly node: Node | null;
  readonly problem: string | null;
}

/** Null where there is no such file. */
export async function readSettingsFile(home: ScannedHome, file: string): Promise<SettingsFile | null> {
  const read = await readConfig(home, file, { includes: false });
  if (read.ok) return { file, node: read.node, problem: null };
  return read.missing ? null : { file, node: null, problem: read.message };
}

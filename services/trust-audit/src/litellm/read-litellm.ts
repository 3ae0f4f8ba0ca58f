import { posix } from 'node:path';
import { readSettingsFile, type SettingsFile } from '../coding/settings-file.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { at } from '../settings/node.ts';

const NAMES = [
  'litellm_config.yaml',
  'litellm-config.yaml',
  'litellm.yaml',
  'config.yaml',
  'litellm_config.yml',
  'config.yml',
];
const FOLDERS = ['', '/.litellm', '/litellm', '/.config/litellm', '/litellm-proxy'];
const REQUIREMENTS_BYTES_MAX = 262_144;

/** A pinned release of the proxy, in a list of requirements. */
export interface LiteLlmPin {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly version: string;
}

export interface LiteLlmReading {
  readonly files: readonly SettingsFile[];
  readonly pins: readonly LiteLlmPin[];
}

/** Settings of LiteLLM in their usual places and beside projects; a YAML file of another program is not one. */
export async function readLiteLlm(home: ScannedHome, projects: readonly string[]): Promise<LiteLlmReading> {
  const files: SettingsFile[] = [];
  const pins: LiteLlmPin[] = [];
  for (const folder of new Set([...FOLDERS, ...projects])) {
    for (const name of NAMES) {
      const file = await readSettingsFile(home, `${folder}/${name}`);
      if (file === null) continue;
      const isOurs = ['model_list', 'litellm_settings', 'general_settings', 'router_settings'].some(
        (key) => at(file.node ?? undefined, key) !== undefined,
      );
      if (isOurs || (file.node === null && name.includes('litellm'))) files.push(file);
    }
    pins.push(...(await readPins(home, posix.join(folder || '/', 'requirements.txt'))));
  }
  return { files, pins };
}

async function readPins(home: ScannedHome, file: string): Promise<LiteLlmPin[]> {
  const text = await home.readText(file, REQUIREMENTS_BYTES_MAX);
  if (!text.ok) return [];
  return text.value.split('\n').flatMap((row, index) => {
    const version = /^\s{0,8}litellm(?:\[[\w,-]{0,60}\])?\s?==\s?(\d+\.\d+\.\d+)/.exec(row)?.[1];
    return version === undefined ? [] : [{ file, line: index + 1, text: row, version }];
  });
}

import { realpath, stat } from 'node:fs/promises';
import { explainError, type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import { type Listing, type PathInfo, RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** What a patch makes of one file: its new text (null: none), its new permission bits. */
export interface FileChange {
  readonly text?: string | null;
  readonly mode?: number;
}

/** Changes of a simulation: files by path below the home, and rows of databases that are gone. */
export interface Changes {
  readonly files: ReadonlyMap<string, FileChange>;
  readonly rows: ReadonlySet<string>;
}

const NOTHING: Changes = { files: new Map(), rows: new Set() };
/** Mode of a file that a patch makes. */
const NEW_FILE_MODE = 0o600;

/**
 * A user's home as data. Each file is read once, so that all checks and simulations see the same; a simulation is the
 * same home with changes laid over it, and nothing on the disk changes.
 */
export class ScannedHome extends RootFolder {
  readonly #memory: Map<string, Promise<unknown>>;
  readonly changes: Changes;

  constructor(root: string, memory = new Map<string, Promise<unknown>>(), changes: Changes = NOTHING) {
    super(root, 'confine');
    this.#memory = memory;
    this.changes = changes;
  }

  with(changes: Changes): ScannedHome {
    return new ScannedHome(this.root, this.#memory, changes);
  }

  /** Reads something once for this home and all simulations of it. */
  remember<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.#memory.get(key);
    // The key names what is read and by whom, so one key always holds one type.
    if (known !== undefined) return known as Promise<Value>;
    const reading = read();
    this.#memory.set(key, reading);
    return reading;
  }

  override async readText(path: string, bytesMax: number): Promise<Outcome<string>> {
    const change = this.changes.files.get(path);
    if (change?.text === null) return refuse('missing', `${this.show(path)} does not exist.`);
    if (change?.text !== undefined) return { ok: true, value: change.text };
    return await this.remember(`text ${bytesMax} ${path}`, () => super.readText(path, bytesMax));
  }

  override async stat(path: string): Promise<Outcome<PathInfo>> {
    const change = this.changes.files.get(path);
    const found = await this.remember(`stat ${path}`, () => super.stat(path));
    if (change === undefined) return found;
    if (change.text === null) return refuse('missing', `${this.show(path)} does not exist.`);
    if (found.ok) return { ok: true, value: { ...found.value, mode: change.mode ?? found.value.mode } };
    const made = {
      kind: 'file',
      mode: change.mode ?? NEW_FILE_MODE,
      uid: 0,
      gid: 0,
      bytes: 0,
      mtime_ms: 0,
    } as const;
    return change.text === undefined ? found : { ok: true, value: made };
  }

  override async list(path: string, namesMax: number): Promise<Outcome<Listing>> {
    return await this.remember(`list ${namesMax} ${path}`, () => super.list(path, namesMax));
  }

  override async isLink(path: string): Promise<boolean> {
    if (this.changes.files.get(path)?.text !== undefined) return false;
    return await this.remember(`link ${path}`, () => super.isLink(path));
  }
}

export async function openHome(path: string): Promise<Outcome<ScannedHome>> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory()) return refuse('wrong_kind', `${path} is not a folder.`);
    return { ok: true, value: new ScannedHome(root) };
  } catch (error) {
    return explainError(path, error);
  }
}

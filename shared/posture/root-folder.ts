import { constants, type Stats } from 'node:fs';
import { lstat, open, opendir, readlink, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { explainError, type Outcome, refuse } from './outcome.ts';

/** As the kernel: more links than this in one path are a loop. */
const LINKS_MAX = 40;
/** Parts of one path with all its links; the kernel's limit of 4,096 bytes allows no sensible path beyond. */
const PARTS_MAX = 1_024;
const CHUNK_BYTES = 65_536;

/**
 * How a link that leads upwards or to an absolute path is read. `confine`: DIR is somebody's home, and a link out of it is
 * refused. `reroot`: DIR stands for `/`, and links are followed as they would be there.
 */
export type LinkRule = 'confine' | 'reroot';

export interface PathInfo {
  readonly kind: 'file' | 'folder' | 'socket' | 'other';
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly bytes: number;
  readonly mtime_ms: number;
}

export interface Listing {
  readonly names: readonly string[];
  /** True when the folder holds more names than were asked for. */
  readonly truncated: boolean;
}

/** A folder to read below, or why there is none. */
export async function openRootFolder(path: string, links: LinkRule): Promise<Outcome<RootFolder>> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory()) return refuse('wrong_kind', `${path} is not a folder.`);
    return { ok: true, value: new RootFolder(root, links) };
  } catch (error) {
    return explainError(path, error);
  }
}

/** Reads below one folder and never outside it: paths start with `/` and mean that folder. Opens regular files only. */
export class RootFolder {
  readonly root: string;
  readonly #links: LinkRule;

  constructor(root: string, links: LinkRule) {
    this.root = resolve(root);
    this.#links = links;
  }

  /** A path as people know it: below a home it starts with `~`. */
  show(path: string): string {
    return this.#links === 'confine' ? `~${path}` : path;
  }

  async stat(path: string): Promise<Outcome<PathInfo>> {
    const found = await this.#resolve(path);
    return found.ok ? { ok: true, value: describeStats(found.value.stats) } : found;
  }

  /** The whole text of a regular file. */
  async readText(path: string, bytesMax: number): Promise<Outcome<string>> {
    const read = await this.readBytes(path, bytesMax);
    return read.ok ? { ok: true, value: read.value.toString('utf8') } : read;
  }

  /** All of a regular file. What is larger is refused, not cut: half a file says something else. */
  async readBytes(path: string, bytesMax: number): Promise<Outcome<Buffer>> {
    const found = await this.#resolve(path);
    if (!found.ok) return found;
    if (!found.value.stats.isFile()) return refuse('wrong_kind', `${this.show(path)} is not a regular file.`);
    try {
      const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
      const handle = await open(found.value.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      try {
        // Not by the size that stat tells: files of /proc have none.
        const chunks: Buffer[] = [];
        let length = 0;
        while (length <= bytesMax) {
          const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES);
          if (bytesRead === 0) return { ok: true, value: Buffer.concat(chunks) };
          chunks.push(buffer.subarray(0, bytesRead));
          length += bytesRead;
        }
        return refuse('too_large', `${this.show(path)} is larger than ${bytesMax} bytes; it was not read.`);
      } finally {
        await handle.close();
      }
    } catch (error) {
      return explainError(this.show(path), error);
    }
  }

  /** Names in a folder, sorted; of more than `namesMax`, the first that the file system gives. */
  async list(path: string, namesMax: number): Promise<Outcome<Listing>> {
    const found = await this.#resolve(path);
    if (!found.ok) return found;
    if (!found.value.stats.isDirectory()) return refuse('wrong_kind', `${this.show(path)} is not a folder.`);
    try {
      const names: string[] = [];
      for await (const entry of await opendir(found.value.path)) {
        if (names.length === namesMax) return { ok: true, value: { names: names.sort(), truncated: true } };
        names.push(entry.name);
      }
      return { ok: true, value: { names: names.sort(), truncated: false } };
    } catch (error) {
      return explainError(this.show(path), error);
    }
  }

  /** The entry itself, a last link not followed. */
  async isLink(path: string): Promise<boolean> {
    return (await this.linkTarget(path)) !== null;
  }

  /** What a link says, as it is written; null for anything that is no link. */
  async linkTarget(path: string): Promise<string | null> {
    const cut = path.lastIndexOf('/');
    const folder = await this.#resolve(path.slice(0, cut) || '/');
    if (!folder.ok) return null;
    try {
      return await readlink(join(folder.value.path, path.slice(cut + 1)));
    } catch {
      return null;
    }
  }

  /** Walks the path part by part, so that no link can lead out. */
  async #resolve(path: string): Promise<Outcome<{ path: string; stats: Stats }>> {
    const rest = path.split('/');
    const done: string[] = [];
    let links = 0;
    try {
      let stats = await stat(this.root);
      while (rest.length > 0) {
        if (rest.length + done.length > PARTS_MAX)
          return refuse('unreadable', `${this.show(path)} has too many parts.`);
        const part = rest.shift();
        if (part === undefined || part === '' || part === '.') continue;
        if (part === '..') {
          if (done.length === 0 && this.#links === 'confine') return this.#refuseOutside(path);
          done.pop();
          stats = await stat(join(this.root, ...done));
          continue;
        }
        const here = join(this.root, ...done, part);
        stats = await lstat(here);
        if (!stats.isSymbolicLink()) {
          done.push(part);
          continue;
        }
        links += 1;
        if (links > LINKS_MAX) return refuse('unreadable', `${this.show(path)} runs through too many links.`);
        const target = await readlink(here);
        if (!target.startsWith('/')) rest.unshift(...target.split('/'));
        else {
          const parts = this.#partsOfAbsolute(target);
          if (parts === null) return this.#refuseOutside(path);
          done.length = 0;
          rest.unshift(...parts);
          stats = await stat(this.root);
        }
      }
      return { ok: true, value: { path: join(this.root, ...done), stats } };
    } catch (error) {
      return explainError(this.show(path), error);
    }
  }

  #partsOfAbsolute(target: string): string[] | null {
    if (this.#links === 'reroot') return target.split('/');
    const below = relative(this.root, target);
    return below === '..' || below.startsWith('../') ? null : below.split('/');
  }

  #refuseOutside(path: string): Outcome<never> {
    return refuse('outside', `${this.show(path)} leads out of ${this.root}; it was not followed.`);
  }
}

function describeStats(stats: Stats): PathInfo {
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'folder'
      : stats.isSocket()
        ? 'socket'
        : 'other';
  return {
    kind,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    bytes: stats.size,
    mtime_ms: Math.round(stats.mtimeMs),
  };
}

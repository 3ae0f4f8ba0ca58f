import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that stands for a home or for `/`, with files in it. */
export class FileTree {
  readonly root = mkdtempSync(join(tmpdir(), 'clawnex-posture-'));

  constructor() {
    chmodSync(this.root, 0o755);
  }

  /** Writes a file; the folders that it makes are open to read, like those of most programs. */
  put(path: string, text: string, mode = 0o600): this {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return this;
  }

  /** Sets the mode of a folder, which is made where it is missing. */
  folder(path: string, mode: number): this {
    mkdirSync(join(this.root, path), { recursive: true, mode: 0o755 });
    chmodSync(join(this.root, path), mode);
    return this;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

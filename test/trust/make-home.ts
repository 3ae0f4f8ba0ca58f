import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** A home of an agents' user, made for one test. */
export class Home {
  readonly root = mkdtempSync(join(tmpdir(), 'clawnex-trust-'));

  put(path: string, content: unknown, mode = 0o600): this {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(
      file,
      typeof content === 'string' || Buffer.isBuffer(content)
        ? content
        : `${JSON.stringify(content, null, 2)}\n`,
    );
    chmodSync(file, mode);
    return this;
  }

  folder(path: string, mode: number): this {
    mkdirSync(join(this.root, path), { recursive: true, mode: 0o700 });
    chmodSync(join(this.root, path), mode);
    return this;
  }

  mode(path: string, mode: number): this {
    chmodSync(join(this.root, path), mode);
    return this;
  }

  /** OpenClaw with one of the configurations that its own audit was run on. */
  openclaw(config: string | object | null): this {
    this.folder('.openclaw', 0o700);
    if (config === null) return this;
    return this.put('.openclaw/openclaw.json', typeof config === 'string' ? readConfig(config) : config);
  }

  copy(): Home {
    return new Home().become(this);
  }

  /** Holds what another home holds, and nothing else. */
  become(other: Home): this {
    this.remove();
    cpSync(other.root, this.root, { recursive: true });
    return this;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function readConfig(name: string): object {
  const config: unknown = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
  if (typeof config !== 'object' || config === null) throw new Error(`${name} is no configuration`);
  return config;
}

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogReader } from './log-reader.ts';
import { line, SESSION, userSays } from './transcript.ts';

type Step = 'append' | 'pass' | 'crash' | 'restart' | 'archive' | 'rewrite' | 'truncate' | 'remove';

/** A session log to which everything happens that can, and what a reader must have seen of it in the end. */
export class LogWorld {
  readonly reader: LogReader;
  /** Entries that lay whole in some file when somebody looked. */
  readonly expected = new Set<string>();
  /** Something was read, or lay to be read, a second time. */
  repeats = false;
  readonly #home = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
  readonly #file: string;
  #next = 1;
  #archives = 0;
  /** Bytes in the file, and whole entries in them. */
  #whole = '';
  #unfinished = '';
  #inFile: string[] = [];
  #archived: string[] = [];

  constructor() {
    const folder = join(this.#home, 'agents', 'main', 'sessions');
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, `${SESSION}.jsonl`);
    this.reader = new LogReader(this.#home);
  }

  async take(step: Step, cut: number): Promise<void> {
    if (step === 'append') this.#append(cut);
    else if (step === 'pass') await this.#look(false);
    else if (step === 'crash') await this.#look(true);
    else if (step === 'restart') this.reader.forget();
    else if (this.#whole === '') return;
    else if (step === 'archive') this.#archive();
    else if (step === 'rewrite') {
      writeFileSync(this.#file, this.#whole);
      this.repeats = true;
    } else {
      if (step === 'truncate') truncateSync(this.#file, 0);
      else rmSync(this.#file);
      this.#begin();
    }
  }

  async finish(): Promise<void> {
    if (this.#unfinished !== '') this.#write(this.#unfinished);
    this.#unfinished = '';
    await this.#look(false);
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** An entry in two writes: what is left of the one before, and this one without its end. */
  #append(cut: number): void {
    const text =
      this.#unfinished + line(userSays(this.#next, `text ${this.#next} ${'ä'.repeat(this.#next % 40)}`));
    const left = Math.min(cut, text.length - 1);
    this.#unfinished = text.slice(text.length - left);
    this.#write(text.slice(0, text.length - left));
    this.#next += 1;
  }

  #write(text: string): void {
    appendFileSync(this.#file, text);
    this.#whole += text;
    // A line counts when it is whole, with its end or without.
    this.#inFile = this.#whole.split('\n').flatMap((each) => entryOf(each) ?? []);
  }

  async #look(crash: boolean): Promise<void> {
    for (const id of [...this.#inFile, ...this.#archived]) this.expected.add(id);
    if (crash) this.repeats = true;
    await this.reader.pass(crash);
  }

  #archive(): void {
    this.#write(this.#unfinished);
    this.#unfinished = '';
    this.#archives += 1;
    renameSync(this.#file, `${this.#file}.reset.2026-11-22T13-03-32.${100 + this.#archives}Z`);
    this.#archived.push(...this.#inFile);
    this.#begin();
  }

  /** The file is empty or gone; what was half written in it is lost with it. */
  #begin(): void {
    this.#whole = '';
    this.#inFile = [];
    this.#unfinished = '';
  }
}

function entryOf(text: string): string | null {
  try {
    const { id } = JSON.parse(text) as { id: string };
    return id;
  } catch {
    return null;
  }
}

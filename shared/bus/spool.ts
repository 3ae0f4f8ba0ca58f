import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countLines, NEWLINE, READ_BYTES, readPart, spoolError, writeWhole } from './spool-file.ts';

/** Big enough that rolling is rare, small enough that dropping the oldest loses little. */
const SEGMENT_BYTES_MAX = 4 * 1024 ** 2;
const SEGMENT_NAME = /^(\d{12})\.ndjson$/;

/** A file of whole lines. `bytes` ends after the last newline: what follows in the file was torn and is not read. */
interface Segment {
  readonly number: number;
  readonly file: string;
  bytes: number;
  events: number;
}

/** One line, and where it ends: acknowledging it moves the spool's start to there. */
export interface SpoolEntry {
  readonly line: Buffer;
  readonly segment: number;
  readonly end: number;
}

interface Position {
  segment: number;
  offset: number;
}

/**
 * Lines on disk in the order they were appended, numbered files in one folder. Lines are read ahead of their
 * acknowledgement; `rewind` goes back to the first line not acknowledged. One process owns the folder.
 *
 * Invariants: segments are in rising order; only the last is written to; every whole line before `#acked` is settled;
 * `appended - settled` lines lie behind it.
 */
export class Spool {
  readonly #folder: string;
  readonly #bytesMax: number;
  readonly #segmentBytes: number;
  readonly #segments: Segment[] = [];
  /** The segment being written, while there is one. */
  #writing: { segment: Segment; fd: number } | null = null;
  #reading: { segment: number; fd: number } | null = null;
  #ahead: SpoolEntry[] = [];
  #acked: Position = { segment: 0, offset: 0 };
  /** Settled lines of the first segment. */
  #ackedEvents = 0;
  #read: Position = { segment: 0, offset: 0 };
  #nextNumber = 1;
  #bytes = 0;
  appended = 0;
  settled = 0;
  dropped = 0;
  /** Lines without an end, left by a process or a machine that died while writing. */
  torn = 0;

  /** Takes over what an earlier process left. Throws `SpoolError` when the folder cannot be used. */
  constructor(folder: string, options: { bytes_max: number; segment_bytes?: number }) {
    this.#folder = folder;
    this.#bytesMax = options.bytes_max;
    this.#segmentBytes = Math.min(options.segment_bytes ?? SEGMENT_BYTES_MAX, options.bytes_max);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(folder).sort()) this.#adopt(name);
    } catch (error) {
      throw spoolError(folder, error);
    }
    this.#startFromFirst();
  }

  /** Puts one line behind all others. `line` has no newline in it (JSON text has none). */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    if (this.#writing !== null && this.#writing.segment.bytes + bytes.length > this.#segmentBytes)
      this.#seal();
    while (this.#bytes + bytes.length > this.#bytesMax && this.#segments.length > 0) this.#dropFirst();
    this.#writing ??= this.#begin();
    const { segment, fd } = this.#writing;
    writeWhole(fd, bytes, segment, () => this.#seal());
    segment.bytes += bytes.length;
    segment.events += 1;
    this.#bytes += bytes.length;
    this.appended += 1;
  }

  /** The next line not yet read, or null. */
  next(): SpoolEntry | null {
    if (this.#ahead.length === 0) this.#readAhead();
    return this.#ahead.shift() ?? null;
  }

  /** Settles the oldest line that is not. Lines of a segment dropped meanwhile are settled already. */
  settle(entry: SpoolEntry): void {
    const first = this.#segments[0];
    if (first === undefined || entry.segment !== first.number || entry.end <= this.#acked.offset) return;
    this.#acked = { segment: entry.segment, offset: entry.end };
    // At the end of a file everything in it is settled, also what something else cut off it.
    const lines = entry.end === first.bytes ? first.events - this.#ackedEvents : 1;
    this.#ackedEvents += lines;
    this.settled += lines;
    if (entry.end === first.bytes && first !== this.#writing?.segment) this.#removeFirst();
  }

  /** Reads again from the first line not settled. */
  rewind(): void {
    this.#read = { ...this.#acked };
    this.#ahead = [];
  }

  /** Empties the file being written once all its lines are settled, so that a restart has nothing to repeat. */
  compact(): void {
    const writing = this.#writing;
    if (writing === null || this.appended !== this.settled || writing.segment.bytes === 0) return;
    ftruncateSync(writing.fd, 0);
    this.#bytes -= writing.segment.bytes;
    writing.segment.bytes = 0;
    writing.segment.events = 0;
    this.#startFromFirst();
  }

  /** Leaves what is not settled on disk. */
  close(): void {
    if (this.appended === this.settled) {
      this.#seal();
      while (this.#segments.length > 0) this.#removeFirst();
    }
    this.#seal();
    this.#closeReading();
  }

  #adopt(name: string): void {
    const digits = SEGMENT_NAME.exec(name)?.[1];
    if (digits === undefined) return;
    const file = join(this.#folder, name);
    const segment = { number: Number(digits), file, ...countLines(file) };
    if (statSync(file).size > segment.bytes) this.torn += 1;
    this.#nextNumber = segment.number + 1;
    if (segment.events === 0) {
      rmSync(file, { force: true });
      return;
    }
    this.#segments.push(segment);
    this.#bytes += segment.bytes;
    this.appended += segment.events;
  }

  #begin(): { segment: Segment; fd: number } {
    const number = this.#nextNumber;
    const file = join(this.#folder, `${String(number).padStart(12, '0')}.ndjson`);
    try {
      // The folder may have been removed under us by an admin who cleans up.
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const fd = openSync(file, 'a', 0o600);
      this.#nextNumber += 1;
      const segment = { number, file, bytes: 0, events: 0 };
      this.#segments.push(segment);
      if (this.#segments.length === 1) this.#startFromFirst();
      return { segment, fd };
    } catch (error) {
      throw spoolError(file, error);
    }
  }

  #seal(): void {
    if (this.#writing === null) return;
    const { segment, fd } = this.#writing;
    this.#writing = null;
    closeSync(fd);
    const first = this.#segments[0];
    if (segment === first && this.#ackedEvents === segment.events) this.#removeFirst();
  }

  #dropFirst(): void {
    const first = this.#segments[0];
    if (first === undefined) return;
    if (first === this.#writing?.segment) this.#seal();
    // Sealing removes a segment whose lines are all settled: then nothing is lost.
    if (first !== this.#segments[0]) return;
    const lost = first.events - this.#ackedEvents;
    this.dropped += lost;
    this.settled += lost;
    this.#removeFirst();
  }

  #removeFirst(): void {
    const first = this.#segments.shift();
    if (first === undefined) return;
    if (this.#reading?.segment === first.number) this.#closeReading();
    rmSync(first.file, { force: true });
    this.#bytes -= first.bytes;
    this.#ackedEvents = 0;
    this.#acked = { segment: this.#segments[0]?.number ?? 0, offset: 0 };
    this.#ahead = this.#ahead.filter((entry) => entry.segment !== first.number);
    if (this.#read.segment === first.number || this.#read.segment === 0) this.#read = { ...this.#acked };
  }

  #startFromFirst(): void {
    this.#acked = { segment: this.#segments[0]?.number ?? 0, offset: 0 };
    this.#ackedEvents = 0;
    this.rewind();
  }

  #readAhead(): void {
    for (;;) {
      const index = this.#segments.findIndex((segment) => segment.number === this.#read.segment);
      const segment = this.#segments[index];
      if (segment === undefined) return;
      if (this.#read.offset < segment.bytes) {
        this.#readLines(segment);
        return;
      }
      const following = this.#segments[index + 1];
      if (following === undefined) return;
      this.#read = { segment: following.number, offset: 0 };
    }
  }

  #readLines(segment: Segment): void {
    if (this.#reading?.segment !== segment.number) {
      this.#closeReading();
      this.#reading = { segment: segment.number, fd: openSync(segment.file, 'r') };
    }
    const { offset } = this.#read;
    let size = Math.min(READ_BYTES, segment.bytes - offset);
    let bytes = readPart(this.#reading.fd, offset, size);
    // A line longer than the part is read whole: every line before `segment.bytes` has its end.
    while (!bytes.includes(NEWLINE) && size < segment.bytes - offset) {
      size = Math.min(size * 4, segment.bytes - offset);
      bytes = readPart(this.#reading.fd, offset, size);
    }
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end);
      start = end + 1;
      this.#ahead.push({ line, segment: segment.number, end: offset + start });
    }
    // A file cut short by something else has no further line: what is missing is taken as read.
    if (start === 0) this.#skipMissing(segment);
    else this.#read = { segment: segment.number, offset: offset + start };
  }

  #skipMissing(segment: Segment): void {
    this.torn += 1;
    this.#read = { segment: segment.number, offset: segment.bytes };
    this.#ahead.push({ line: Buffer.alloc(0), segment: segment.number, end: segment.bytes });
  }

  #closeReading(): void {
    if (this.#reading === null) return;
    closeSync(this.#reading.fd);
    this.#reading = null;
  }
}

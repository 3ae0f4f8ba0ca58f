/** One reading of a text, with the way back to the raw text. */
export interface View {
  /** raw, normalised, base64, hex>base64 … */
  readonly name: string;
  readonly text: string;
  /** Lower-cased, same length as `text`. */
  readonly lower: string;
  /** Raw offset at which what a unit stands for begins and ends; absent where view and raw offsets are the same. */
  readonly starts: Int32Array | undefined;
  readonly ends: Int32Array | undefined;
}

export function rawView(text: string): View {
  return { name: 'raw', text, lower: lowerInPlace(text), starts: undefined, ends: undefined };
}

/** The raw span that a span of the view stands for. */
export function toRawSpan(view: View, start: number, end: number): { start: number; end: number } {
  if (!view.starts || !view.ends) return { start, end };
  let rawStart = view.starts[start] ?? 0;
  let rawEnd = view.ends[end - 1] ?? rawStart;
  // Reversed text runs backwards.
  if (rawEnd <= rawStart) {
    rawStart = view.starts[end - 1] ?? 0;
    rawEnd = view.ends[start] ?? rawStart;
  }
  return { start: rawStart, end: rawEnd };
}

/** Lower case that never changes the length (a few letters would grow), so that offsets stay. */
export function lowerInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  let result = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charAt(index);
    const small = unit.toLowerCase();
    result += small.length === 1 ? small : unit;
  }
  return result;
}

/** Collects the text of a view with its raw offsets, piece by piece. */
export class ViewBuilder {
  private readonly parent: View;
  private readonly pieces: string[] = [];
  private starts = new Int32Array(512);
  private ends = new Int32Array(512);
  private filled = 0;

  constructor(parent: View) {
    this.parent = parent;
  }

  get length(): number {
    return this.filled;
  }

  /** Takes over a stretch of the parent as it is. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    this.pieces.push(this.parent.text.slice(start, end));
    this.reserve(end - start);
    if (this.parent.starts && this.parent.ends) {
      this.starts.set(this.parent.starts.subarray(start, end), this.filled);
      this.ends.set(this.parent.ends.subarray(start, end), this.filled);
      this.filled += end - start;
      return;
    }
    for (let index = start; index < end; index++) {
      this.starts[this.filled] = index;
      this.ends[this.filled++] = index + 1;
    }
  }

  /** Puts `text` in place of the parent's [start, end). */
  replace(text: string, start: number, end: number): void {
    if (text.length === 0) return;
    const raw = toRawSpan(this.parent, start, end);
    this.pieces.push(text);
    this.reserve(text.length);
    this.starts.fill(raw.start, this.filled, this.filled + text.length);
    this.ends.fill(raw.end, this.filled, this.filled + text.length);
    this.filled += text.length;
  }

  private reserve(count: number): void {
    if (this.filled + count <= this.starts.length) return;
    const size = Math.max(this.starts.length * 2, this.filled + count);
    const starts = new Int32Array(size);
    starts.set(this.starts);
    const ends = new Int32Array(size);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }

  build(step: string): View {
    const text = this.pieces.join('');
    const inherited =
      this.parent.name === 'raw' || this.parent.name === 'normalised' ? '' : `${this.parent.name}>`;
    return {
      name: `${inherited}${step}`,
      text,
      lower: lowerInPlace(text),
      starts: this.starts.subarray(0, this.filled),
      ends: this.ends.subarray(0, this.filled),
    };
  }
}

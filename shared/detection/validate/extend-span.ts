/** Longest key body looked through for its end line: an 8192-bit RSA key in PEM is under 7,000 characters. */
const MAX_PEM = 16_384;
/** Longest end line. */
const MAX_LINE = 80;
const END_MARK = '-----END';
const PEM_BODY = /[A-Za-z0-9+/=:\\, \r\n-]{0,16384}/y;

/** The end lines of one text, looked up in rising order: each stretch is searched once, however many heads there are. */
export class PemEnds {
  private readonly text: string;
  private next = -2;
  /** How far the body after an unclosed head reaches: heads before it need no look of their own. */
  private bodyStart = -1;
  private bodyEnd = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Where a PEM block that was recognised by its head ends: after its END line, else where what can be its body ends. */
  endOf(end: number): number {
    const from = Math.max(0, end - 40);
    if (this.next === -2 || (this.next >= 0 && this.next < from))
      this.next = this.text.indexOf(END_MARK, from);
    const marker = this.next;
    if (marker >= 0 && marker - end < MAX_PEM) {
      const tail = marker + END_MARK.length;
      const close = this.text.slice(tail, tail + MAX_LINE).indexOf('-----');
      return Math.max(end, close >= 0 ? tail + close + 5 : tail);
    }
    if (end < this.bodyStart || end >= this.bodyEnd) {
      PEM_BODY.lastIndex = end;
      PEM_BODY.test(this.text);
      this.bodyStart = end;
      this.bodyEnd = PEM_BODY.lastIndex;
    }
    return Math.max(end, this.bodyEnd);
  }
}

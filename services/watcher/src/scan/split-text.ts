/**
 * Longest piece that is scanned at once, in UTF-16 units: some tens of milliseconds, after which others get their turn.
 */
export const PIECE_LENGTH_MAX = 256 * 1024;
/** What two neighbouring pieces share, so that nothing is cut in two unseen. */
export const PIECE_OVERLAP = 4 * 1024;

/** Cuts a long text into overlapping pieces, never inside a character. */
export function splitText(text: string): string[] {
  if (text.length <= PIECE_LENGTH_MAX) return [text];
  const pieces: string[] = [];
  let start = 0;
  for (;;) {
    const end = wholeCharacter(text, Math.min(start + PIECE_LENGTH_MAX, text.length));
    pieces.push(text.slice(start, end));
    if (end >= text.length) return pieces;
    start = wholeCharacter(text, end - PIECE_OVERLAP);
  }
}

/** The position itself, or the one before when it would cut a surrogate pair. */
function wholeCharacter(text: string, position: number): number {
  const code = position < text.length ? text.charCodeAt(position) : 0;
  return code >= 0xdc00 && code <= 0xdfff ? position - 1 : position;
}

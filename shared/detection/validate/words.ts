const VOWEL = /[aeiouy]/;
/** Five consonants in a row, or a pair that English words do not hold, mark letters that were drawn, not spelled. */
const UNSPELLABLE =
  /[bcdfghjklmnpqrstvwxz]{5}|q[^u]|[jvxz][bcdfghjklmnpqrstvwxz]|[bcdfgkmptvw][jqxz]|[a-z]j$|kq|hx|yq|uq/;
/** A value of whose letters this much reads as words is a name, a model's or a version's. */
const MAX_WORDY = 0.6;

/** `test-secret-with-enough-bytes` and `bedrockApiKeyName` read as words; a drawn key does not. */
export function readsAsWords(value: string): boolean {
  let wordy = 0;
  for (const run of value.match(/[A-Z]?[a-z]{2,40}|[A-Z]{3,40}/g) ?? []) {
    const word = run.toLowerCase();
    if (word.length >= 3 && VOWEL.test(word) && !UNSPELLABLE.test(word)) wordy += word.length;
  }
  const letters = value.replaceAll(/[^A-Za-z]/g, '').length;
  return wordy / Math.max(1, letters) > MAX_WORDY;
}

/** Share of the most bits its length allows that a drawn value reaches. */
const MIN_SHARE = 0.74;

/** Looks drawn at random: many different characters for its length, digits among letters, and no words. */
export function isRandom(value: string): boolean {
  const body = value.replaceAll(/[-_.=]/g, '');
  const hex = /^[0-9a-f]+$/i.test(body);
  if (body.length < 12 || (!hex && readsAsWords(value))) return false;
  const most = Math.log2(Math.min(body.length, hex ? 16 : 40));
  if (entropyBits(body) < most * MIN_SHARE) return false;
  const digits = body.replaceAll(/\D/g, '').length;
  if (digits === body.length) return false;
  // Sixteen letters without one digit are a draw only where the cases mix inside the word.
  return digits > 0 || (body.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g) ?? []).length >= body.length / 6;
}

function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

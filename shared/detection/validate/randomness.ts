/** Bits per character that English identifiers stay under and random keys of 20 and more characters reach. */
const MIN_BITS = 3.5;
const MIN_HEX_BITS = 3;

export function hasEntropy(value: string): boolean {
  const bits = entropyBits(value);
  return bits >= (/^[0-9a-f-]+$/i.test(value) ? MIN_HEX_BITS : MIN_BITS);
}

function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Digits among letters, as in a key and unlike a name. */
export function mixesCharacters(value: string): boolean {
  const digits = value.replaceAll(/[^0-9]/g, '').length;
  const letters = value.replaceAll(/[^A-Za-z]/g, '').length;
  return digits >= 2 && letters >= 3;
}

/** Header and claims are base64url of JSON objects, and the header names an algorithm. */
export function isJwt(value: string): boolean {
  const [header, claims] = value.split('.');
  return (
    header !== undefined &&
    claims !== undefined &&
    /"alg"\s{0,4}:/.test(decode(header)) &&
    decode(claims).startsWith('{')
  );
}

function decode(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

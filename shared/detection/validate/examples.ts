/** Values printed in vendors' documentation. */
const KNOWN = new Set([
  'AKIAIOSFODNN7EXAMPLE',
  'AKIAI44QH8DHBEXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  '4111111111111111',
  '4242424242424242',
  '5555555555554444',
  '378282246310005',
  '6011111111111117',
  '4000000000000002',
  '5105105105105100',
  '4012888888881881',
  '4222222222222',
  '371449635398431',
  '30569309025904',
  '3530111333300000',
]);
const PLACEHOLDER =
  /example|placeholder|changeme|change_me|your[_-]?|redacted|dummy|sample|fake|xxxx|\.\.\.|…\[|\*\*\*|<[a-z]|foobar|test[_-]?key|insert|replace|todo|test@?\d{2,4}|secret\d{2,3}$|s3cr3t|password|secret_?key|mysecret|loremipsum/i;
/** Runs up the keyboard or the alphabet: a placeholder where they make up much of the value. */
const RUN = /(?:1234567890abcdef|0?123456789?0?|abcdefgh?i?j?k?l?m?n?o?p?q?r?s?t?u?v?w?x?y?z?|deadbeef)/gi;
const MAX_RUN_SHARE = 0.35;
/** A value that is looked up elsewhere: ${X}, $X, %X%, {{x}}, process.env.X, os.environ, <x>. */
const REFERENCE = /^(?:\$|%|\{\{|<|process\.|os\.|env[.[(]|getenv|secrets\.|vault:|op:\/\/)/i;

export function isExample(value: string, after: string): boolean {
  if (KNOWN.has(value) || KNOWN.has(value.replaceAll(/[ -]/g, ''))) return true;
  if (PLACEHOLDER.test(value) || REFERENCE.test(value)) return true;
  // A name with a call behind it is code, not a key.
  if (/^\s?\(/.test(after)) return true;
  // Cut short by its writer: abc***** or abc…
  if (/^(?:\*{2}|\.{3}|…)/.test(after)) return true;
  if (value.replaceAll(RUN, '').length < value.length * (1 - MAX_RUN_SHARE)) return true;
  return isMonotone(value);
}

/** One character or pair over and over, or a run up the alphabet. */
function isMonotone(value: string): boolean {
  const body = value.slice(-16).toLowerCase();
  return new Set(body).size <= 3 || /(.)\1{7,}/.test(value);
}

/** Stands in a literal for any one decimal digit. A private-use character, so that no text means it. */
export const ANY_DIGIT = '\ue000';
export const ANY_DIGIT_UNIT = 0xe000;

const SPACE = 26;
const DIGIT = 27;
const SIGN = 28;
const SYMBOLS = 29;
/**
 * Bits of surprise of a symbol (column) after another (row), in hex, over this project's own prose and code: letters, the
 * space, digits as one, all else as one.
 */
const BIGRAM_BITS = [
  '8644775a4b7443b5b433785769575',
  '48782897558398389459498949754',
  '396939a36a449b28a4736aaa6a665',
  '4686286949a67948b65779aa6b362',
  '495466698ab564867334a5746b383',
  '4969559a2996a93993764a9959355',
  '489828644a86854795445a89a9473',
  '389929aa3a998938b6657a9b5a483',
  '7844555caa744247b64295b7b7896',
  '47772787777787377727377777855',
  '68871888589885789637699899362',
  '489528aa3b935939a955589a5b593',
  '35882a9a4a855833a95979ab9a354',
  '5944363a68759648b83357ab8b383',
  '7655856b6a554255c3554748ab586',
  '3897399859949925a3545a997a574',
  '66776667766477766666177776544',
  '4965287b3b777538b643579b5a494',
  '6a693aa54c67985699425a6b6a392',
  '486938934ba69a47c4465b9b5b273',
  '4554477a69834386a33399a899777',
  '398919893889894999888999a9765',
  '2987488349988348a559999999474',
  '495968aa7a99998399a3a9a18a573',
  '7779798988977453a745998999271',
  '27774777687776577767677777522',
  '4646558648766555a444765ca8f62',
  '66666688888888888888888788412',
  '5766678768866676b6557879a7152',
];
const START_BITS = [
  4.4, 6.9, 5.2, 5.3, 3.6, 6.2, 6.4, 5.8, 4.6, 8.7, 6.9, 5.1, 5.8, 4.4, 4.4, 5.7, 9.1, 4.4, 4.2, 4, 5.9, 7,
  6.5, 6.2, 6.6, 8.5, 3, 5.4, 2.5,
];
/** Which digit, which sign, which character beyond ASCII. */
const ONE_DIGIT_BITS = 3.3;
const ONE_SIGN_BITS = 3.5;
const WIDE_BITS = 8;

/** Words so common that pairs of letters make them look rarer than they are. */
const COMMON_WORDS = new Set(
  (
    'a an and all any are as at be but by can could data do does each first for from get has have how i if in into is it its just ' +
    'last list make may more must my need new no not now of on one only or other our out output input print put script should show ' +
    'some such text than that the their them then there these they this to tool up use used using was we were what when which while ' +
    'who will with would yes you your file name value type text code command access'
  ).split(' '),
);
const COMMON_BITS = 8;
/** With a space on either side. */
const LONGEST_COMMON = 9;

/** Tables in place of strings: thousands of literals are weighed whenever a ruleset is made ready. */
const PAIR_BITS = new Uint8Array(SYMBOLS * SYMBOLS);
BIGRAM_BITS.forEach((row, before) => {
  for (let symbol = 0; symbol < SYMBOLS; symbol++)
    PAIR_BITS[before * SYMBOLS + symbol] = Number.parseInt(row.charAt(symbol), 16);
});

/** About how rare a literal is: minus the binary logarithm of how often it starts at a place of ordinary text. */
export function literalBits(literal: string): number {
  const bits = stretchBits(literal, 0, literal.length);
  return literal.length <= LONGEST_COMMON && COMMON_WORDS.has(literal.trim())
    ? Math.min(COMMON_BITS, bits)
    : bits;
}

/** The same for a part of it, whole words or not. */
export function stretchBits(literal: string, from: number, to: number): number {
  let bits = 0;
  let before = -1;
  for (let index = from; index < to; index++) {
    const unit = literal.charCodeAt(index);
    const symbol = symbolOf(unit);
    bits += before < 0 ? (START_BITS[symbol] ?? 0) : (PAIR_BITS[before * SYMBOLS + symbol] ?? 0);
    if (symbol === DIGIT && unit < 128) bits += ONE_DIGIT_BITS;
    if (symbol === SIGN) bits += unit > 0x7f ? WIDE_BITS : ONE_SIGN_BITS;
    before = symbol;
  }
  return bits;
}

function symbolOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61;
  if (unit === 0x20 || unit === 0x0a || unit === 0x09) return SPACE;
  return (unit >= 0x30 && unit <= 0x39) || unit === ANY_DIGIT_UNIT ? DIGIT : SIGN;
}

/** Luhn's sum over the digits; a run of one digit passes it but is no card. */
export function hasLuhnSum(value: string): boolean {
  const digits = value.replaceAll(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1{5,}/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    let digit = Number(digits[digits.length - 1 - index]);
    if (index % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}

/** ISO 13616 lengths by country: a right sum with a wrong length is chance. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
};

export function hasMod97Sum(value: string): boolean {
  const packed = value.replaceAll(/[\s-]/g, '').toUpperCase();
  if (packed.length !== IBAN_LENGTHS[packed.slice(0, 2)]) return false;
  let rest = 0;
  for (const char of packed.slice(4) + packed.slice(0, 4)) {
    const number = Number.parseInt(char, 36);
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97;
  }
  return rest === 1;
}

/** Numbers that were never issued, and those known from print: area 000, 666, 900-999; group 00; serial 0000. */
export function isSsn(value: string): boolean {
  const digits = value.replaceAll(/\D/g, '');
  const area = digits.slice(0, 3);
  if (digits.length !== 9 || area === '000' || area === '666' || area >= '900') return false;
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return false;
  return ![
    '123456789',
    '078051120',
    '219099999',
    '111111111',
    '222222222',
    '333333333',
    '444444444',
    '555555555',
    '777777777',
    '888888888',
  ].includes(digits);
}

export function hasAbaSum(value: string): boolean {
  const digits = [...value.replaceAll(/\D/g, '')].map(Number);
  if (digits.length !== 9) return false;
  const weights = [3, 7, 1];
  const sum = digits.reduce((total, digit, index) => total + digit * (weights[index % 3] ?? 0), 0);
  return sum > 0 && sum % 10 === 0;
}

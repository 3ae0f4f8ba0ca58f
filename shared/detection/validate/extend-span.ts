/** Longest key body looked through for its end line: an 8192-bit RSA key in PEM is under 7,000 characters. */
const MAX_PEM = 16_384;
const PEM_BODY = /[A-Za-z0-9+/=:\\, \r\n-]{0,16384}/y;

/** Where a PEM block that was recognised by its head ends: after its END line, else where what can be its body ends. */
export function endOfPem(text: string, end: number): number {
  const marker = text.indexOf('-----END', end - 40);
  if (marker >= 0 && marker - end < MAX_PEM) {
    const close = text.indexOf('-----', marker + 8);
    return close >= 0 && close - marker < 80 ? close + 5 : marker + 8;
  }
  PEM_BODY.lastIndex = end;
  PEM_BODY.test(text);
  return Math.max(end, PEM_BODY.lastIndex);
}

import { readsAsWords } from './words.ts';

/** Code where a password would stand: a look-up, a call, a path, a type, a template. */
const CODE =
  /^[$%@<{[(]|\(|[{}[\]<>;]|^\/|^(?:process|env|os|config|self|this|props|form|req|request|user|params?|args|string|null|none|true|false|undefined|optional|required)\b|^[a-z]+(?:\.[a-z_]+)+$|^\*+$|:\/\//i;

/** Chosen by a person for an account, rather than a name, a placeholder or code: it mixes kinds of characters. */
export function isPassword(value: string): boolean {
  if (value.length < 6 || CODE.test(value)) return false;
  const digit = /\d/.test(value);
  const symbol = /[!@#$%^&*+=?~`|]/.test(value);
  const letters = /[A-Za-z]/.test(value);
  // Letters alone are a password only where no word can be read in them.
  if (letters && !digit && !symbol) return value.length >= 12 && !readsAsWords(value);
  if (!letters) return false;
  // password_1 and step2_verify_token are names; a date or a version is no password either.
  if (/^[a-z]+(?:[_-][a-z0-9]+)+$/i.test(value) && !symbol && readsAsWords(value)) return false;
  return !/^v?\d+(?:\.\d+)+/.test(value);
}

/** Written out where it stands: no code, no type, no template. */
export function isLiteral(value: string): boolean {
  return (
    !CODE.test(value) &&
    !/^(?:string|text|value|str|varchar|char|bytes?|number|secret|hidden|prompt|input|none|empty)\b/i.test(
      value,
    )
  );
}

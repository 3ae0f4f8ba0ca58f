/** Names of settings whose values are secrets. */
const SECRET_NAME =
  /(?:api[-_]?key|access[-_]?key|secret|token|passw(?:or)?d|passphrase|private[-_]?key|authorization|bearer|credential|pat)$/i;
const SECRET_SHAPE =
  /^(?:Bearer\s|Basic\s|Token\s)?(?:sk-|sk_|pk_|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|hf_|npm_|eyJ|ya29\.|\d{6,12}:[A-Za-z0-9_-]{20,})/;
/** Texts that a program fills in from elsewhere: `${VAR}`, `$VAR`, `{env:VAR}`, `os.environ/VAR`, `!command`. */
const REFERENCE =
  /\$\{[^}]{1,200}\}|^\$[A-Za-z_]|\{(?:env|file):|^os\.environ\/|^(?:env|file|exec|op|vault):|^!/;
const LENGTH_MIN = 5;
const SCHEME = /^(?:Bearer|Basic|Token)\s+/i;

/** Whether a setting holds a secret itself and not the name of one. */
export function isLiteralSecret(name: string, value: string): boolean {
  if (REFERENCE.test(value)) return false;
  const plain = value.replace(SCHEME, '').trim();
  if (
    plain.length < LENGTH_MIN ||
    /\s/.test(plain) ||
    /^(?:true|false|\d+|<.*>|https?:.*|\/.*|~.*)$/i.test(plain)
  )
    return SECRET_SHAPE.test(value.trim());
  return SECRET_SHAPE.test(value.trim()) || SECRET_NAME.test(name);
}

/** A secret that is part of a text, such as an argument `--api-key=…` or an address with a password. */
export function findSecretIn(text: string): boolean {
  if (REFERENCE.test(text)) return false;
  const assigned = /^--?([A-Za-z0-9_-]{2,60})[= ](.{8,500})$/.exec(text);
  if (assigned?.[1] !== undefined && assigned[2] !== undefined)
    return isLiteralSecret(assigned[1], assigned[2]);
  return SECRET_SHAPE.test(text) || /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/\s:@]{1,100}:[^/\s@]{3,200}@/i.test(text);
}

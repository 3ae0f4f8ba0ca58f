/**
 * The row whose panel the address asks for, or null. The router's own parameters follow only when the panel's code is
 * loaded: a key pressed before that is meant for the panel all the same.
 */
export function askedId(pathname: string, base: string): string | null {
  if (!pathname.startsWith(`${base}/`)) return null;
  try {
    return decodeURIComponent(pathname.slice(base.length + 1));
  } catch {
    // A mangled address, typed by hand: no row has such an id.
    return null;
  }
}

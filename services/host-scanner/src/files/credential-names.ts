/** Whether a file of this name holds keys or tokens. */
export function isCredential(name: string): boolean {
  if (/^\.env(?:\..{1,40})?$/.test(name)) return !/\.(?:example|sample|template|dist)$/.test(name);
  if (/\.(?:key|pem|p12|nk)$/.test(name)) return true;
  return /^(?:\.credentials|credentials|secrets|auth|auth-profiles|oauth_creds|google_accounts|device|device-auth|models|paired|client_secret.{0,80})\.json$/.test(
    name,
  );
}

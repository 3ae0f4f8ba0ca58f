/** How this daemon is reached: what a Host and an Origin header may say. */
export interface PublicAddress {
  /** Base of links, without a trailing slash. */
  readonly url: string;
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

/**
 * The configured address and the two loopback spellings of our own port. Everything else that reaches us was led here
 * by a foreign name (DNS rebinding) or comes from a foreign page.
 */
export function resolvePublicAddress(port: number, publicUrl: string | undefined): PublicAddress {
  const loopback = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  const configured = publicUrl === undefined ? [] : [publicUrl];
  const urls = [...configured, ...loopback].map((text) => new URL(text));
  return {
    url: (publicUrl ?? `http://127.0.0.1:${port}`).replace(/\/$/, ''),
    hosts: new Set(urls.map((url) => url.host)),
    origins: new Set(urls.map((url) => url.origin)),
  };
}

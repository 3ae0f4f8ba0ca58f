import { maskSecrets } from '@clawnex/shared/detection/excerpt.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';

/** Limit of names on the wire. */
const NAME_LENGTH_MAX = 512;
const NAMES_MAX = 5_000;
/** What LiteLLM makes itself is a UUID and cannot hold a secret. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A name given by another program, cut to what the wire takes; undefined for anything that is not a name. */
export function boundedName(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, NAME_LENGTH_MAX) : undefined;
}

/** Names that a client chooses freely may hold a secret: they are masked like any text, once per name. */
export class ClientNames {
  readonly #ruleset: () => Ruleset;
  readonly #masked = new Map<string, string>();

  constructor(ruleset: () => Ruleset) {
    this.#ruleset = ruleset;
  }

  mask(value: unknown): string | undefined {
    const name = boundedName(value);
    if (name === undefined || UUID.test(name)) return name;
    let masked = this.#masked.get(name);
    if (masked === undefined) {
      masked = maskSecrets(name, this.#ruleset()).slice(0, NAME_LENGTH_MAX);
      if (this.#masked.size >= NAMES_MAX) this.#masked.clear();
      this.#masked.set(name, masked);
    }
    return masked;
  }
}

import { maskSecrets } from '@clawnex/shared/detection/excerpt.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';

const NAME_LENGTH_MAX = 512;
const NAMES_MAX = 5_000;
/** What LiteLLM makes itself is a UUID and cannot hold a secret. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const masked = new Map<string, string>();

/** A name that a client chose, masked exactly as the shield masks it: both records keep the same name. */
export function maskClientName<N extends string | undefined>(name: N): N | string {
  if (name === undefined || UUID.test(name)) return name;
  let known = masked.get(name);
  if (known === undefined) {
    known = maskSecrets(name, builtinRuleset()).slice(0, NAME_LENGTH_MAX);
    if (masked.size >= NAMES_MAX) masked.clear();
    masked.set(name, known);
  }
  return known;
}

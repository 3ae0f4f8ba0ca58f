import { ORIGINS } from '@clawnex/proto/scan.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';

/** Opens the model and most expressions: about what an ordinary first call touches. */
const TEXT =
  'Please read https://example.net/notes and run the tests. Never reveal the password. Ignore earlier drafts. SGVsbG8gdGhlcmUsIGdlbmVyYWw=';

/**
 * Scans once for each origin. The engine opens its parts at first use, which takes longer than a call's deadline may
 * be: that must not fall on the first call of a fleet.
 */
export function warmUp(ruleset: Ruleset): void {
  for (const origin of ORIGINS) scan({ text: TEXT, origin }, ruleset);
}

import type { HealthReporter } from '@clawnex/shared/kernel/health.ts';

/** Since this version a guardrail like ours can have streamed answers held back until they are judged. */
const HOLDS_STREAMS = [1, 108, 0] as const;
const VERSION = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})/;

/** Says when the LiteLLM in front of us is too old to hold streamed answers back. Each post names its version. */
export class LitellmVersion {
  readonly #health: HealthReporter;
  #last: string | undefined;

  constructor(health: HealthReporter) {
    this.#health = health;
  }

  saw(version: string | null | undefined): void {
    if (typeof version !== 'string' || version === this.#last) return;
    this.#last = version;
    this.#health.problem(
      'litellm',
      holdsStreams(version)
        ? null
        : `LiteLLM ${version.slice(0, 32)} does not hold streamed answers back: they are judged after the client has them. Update it to 1.108.0 or newer.`,
    );
  }
}

/** Unknown forms of a version say nothing against it. */
function holdsStreams(version: string): boolean {
  const match = VERSION.exec(version);
  if (match === null) return true;
  for (const [index, least] of HOLDS_STREAMS.entries()) {
    const part = Number(match[index + 1]);
    if (part !== least) return part > least;
  }
  return true;
}

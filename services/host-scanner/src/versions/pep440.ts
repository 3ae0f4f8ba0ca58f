import { compareNumbers, compareText, VERSION_LENGTH_MAX, type VersionOrder } from './order.ts';

const FORM =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const PRE_LETTERS: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1 };
/** `c`, `pre`, `preview` and `rc` are one thing. */
const RELEASE_CANDIDATE = 2;

interface Pep440 {
  readonly epoch: string;
  readonly release: readonly string[];
  /** Rank of what makes it older: -1 a bare development release, 0..2 the letter of a pre-release, 3 none of them. */
  readonly stage: number;
  readonly stageNumber: string;
  /** Null where there is none: older than any. */
  readonly post: string | null;
  /** Null where there is none: newer than any. */
  readonly dev: string | null;
  readonly local: readonly string[];
}

/** The order of Python's versions (PEP 440, "Summary of permitted suffixes and relative ordering"). */
export const comparePep440: VersionOrder = (one, other) => {
  const a = parse(one);
  const b = parse(other);
  if (a === null || b === null) return null;
  return (
    compareNumbers(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    a.stage - b.stage ||
    compareNumbers(a.stageNumber, b.stageNumber) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocals(a.local, b.local)
  );
};

function parse(text: string): Pep440 | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed.length > VERSION_LENGTH_MAX) return null;
  const match = FORM.exec(trimmed);
  if (match === null) return null;
  const [, epoch = '0', release = '0', letter, letterNumber, dashPost, wordPost, dev, devNumber, local] =
    match;
  const post = dashPost ?? (wordPost === undefined ? null : wordPost || '0');
  const isBareDev = letter === undefined && post === null && dev !== undefined;
  const stage = letter === undefined ? (isBareDev ? -1 : 3) : (PRE_LETTERS[letter] ?? RELEASE_CANDIDATE);
  return {
    epoch,
    release: release.split('.'),
    stage,
    stageNumber: letterNumber || '0',
    post,
    dev: dev === undefined ? null : devNumber || '0',
    local: local === undefined ? [] : local.split(/[-_.]/),
  };
}

/** `1.82` is `1.82.0`. */
function compareReleases(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = compareNumbers(one[at] ?? '0', other[at] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareOptional(one: string | null, other: string | null, missing: 1 | -1): number {
  if (one !== null && other !== null) return compareNumbers(one, other);
  return one === other ? 0 : one === null ? missing : -missing;
}

/** Words are older than numbers, and a missing part is older than any. */
function compareLocals(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const a = one[at];
    const b = other[at];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const numeric = [/^\d+$/.test(a), /^\d+$/.test(b)];
    if (numeric[0] !== numeric[1]) return numeric[0] === true ? 1 : -1;
    const difference = numeric[0] === true ? compareNumbers(a, b) : compareText(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

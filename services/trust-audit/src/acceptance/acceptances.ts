import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

/** Longer than this, nobody remembers why. */
export const DAYS_MAX = 180;
const DAY_MS = 86_400_000;
const REASON_LENGTH_MIN = 10;
const ACCEPTANCES_MAX = 2_000;

const Acceptance = z.strictObject({
  finding_id: z.string().min(1).max(128),
  /** Hash of what was found when it was accepted. */
  state: z.string().max(64),
  reason: z.string().trim().min(REASON_LENGTH_MIN).max(600),
  owner: z.string().trim().min(1).max(120),
  accepted_at_ms: z.int().nonnegative(),
  expires_at_ms: z.int().nonnegative(),
});
export type Acceptance = z.infer<typeof Acceptance>;
const File = z.array(Acceptance).max(ACCEPTANCES_MAX);

type Result<Value> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly message: string };

export async function readAcceptances(file: string): Promise<Result<{ value: Acceptance[] }>> {
  try {
    const parsed = File.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!parsed.success)
      return {
        ok: false,
        message: `${file} is no list of accepted findings: ${parsed.error.issues[0]?.message ?? ''} at ${parsed.error.issues[0]?.path.join('/') ?? ''}.`,
      };
    const long = parsed.data.find(
      ({ accepted_at_ms, expires_at_ms }) => expires_at_ms - accepted_at_ms > DAYS_MAX * DAY_MS,
    );
    if (long !== undefined)
      return { ok: false, message: `${file} accepts ${long.finding_id} for more than ${DAYS_MAX} days.` };
    return { ok: true, value: parsed.data };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { ok: false, message: `${file} does not exist.` };
    return { ok: false, message: `${file} could not be read as JSON.` };
  }
}

export interface NewAcceptance {
  readonly finding_id: string;
  readonly state: string;
  readonly reason: string;
  readonly owner: string;
  readonly days: number;
}

/** Adds an acceptance to a file, in place of an older one of the same finding. */
export async function addAcceptance(
  file: string,
  { days, ...given }: NewAcceptance,
  now: number,
): Promise<Result<{ expires_at_ms: number }>> {
  if (!Number.isFinite(days) || days <= 0 || days > DAYS_MAX)
    return { ok: false, message: `--days has to be between 1 and ${DAYS_MAX}.` };
  const expires_at_ms = Math.round(now + days * DAY_MS);
  const made = Acceptance.safeParse({ ...given, accepted_at_ms: now, expires_at_ms });
  if (!made.success)
    return {
      ok: false,
      message: `The ${made.error.issues[0]?.path.join('/') ?? 'acceptance'} is not enough: at least ${REASON_LENGTH_MIN} characters of reason, and an owner.`,
    };
  const known = await readAcceptances(file);
  if (!known.ok && !known.message.endsWith('does not exist.')) return known;
  const kept = known.ok ? known.value.filter(({ finding_id }) => finding_id !== given.finding_id) : [];
  const fresh = `${file}.new`;
  await writeFile(fresh, `${JSON.stringify([...kept, made.data], null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, file);
  return { ok: true, expires_at_ms };
}

interface Accepted {
  readonly finding_id: string;
  readonly state: string;
}

export interface Split<Found extends Accepted> {
  readonly open: Found[];
  readonly accepted: (Found & { readonly acceptance: Acceptance })[];
  /** Accepted once, and open again: with the reason. */
  readonly reopened: { readonly finding_id: string; readonly why: 'expired' | 'changed' }[];
}

/** Findings that are accepted now, and those that are not: an acceptance ends by its time, and when what was found changes. */
export function splitAccepted<Found extends Accepted>(
  findings: readonly Found[],
  acceptances: readonly Acceptance[],
  now: number,
): Split<Found> {
  const known = new Map(acceptances.map((acceptance) => [acceptance.finding_id, acceptance]));
  const split: Split<Found> = { open: [], accepted: [], reopened: [] };
  for (const finding of findings) {
    const acceptance = known.get(finding.finding_id);
    if (acceptance !== undefined && acceptance.expires_at_ms > now && acceptance.state === finding.state) {
      split.accepted.push({ ...finding, acceptance });
      continue;
    }
    split.open.push(finding);
    if (acceptance !== undefined)
      split.reopened.push({
        finding_id: finding.finding_id,
        why: acceptance.state === finding.state ? 'expired' : 'changed',
      });
  }
  return split;
}

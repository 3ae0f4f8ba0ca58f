import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { z } from 'zod';

const FILE = 'host-baseline.json';
/** Some thousand paths with a hash each. */
const FILE_BYTES_MAX = 4 * 1_048_576;

/** What an admin looked at and approved: the state that later scans are compared with. */
export const Baseline = z.object({
  approved_at_ms: z.int().min(0),
  /** SHA-256 of agents' boot files, by path. */
  boot_files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  /** SHA-256 of files that run by themselves, by path. */
  startup_files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  /** TCP ports that may be open beyond loopback. */
  open_ports: z.array(z.int().min(1).max(65_535)),
});
export type Baseline = z.infer<typeof Baseline>;

/** The newest approval in any home of ClawNex below the root. */
export async function readBaseline(root: RootFolder, homes: readonly string[]): Promise<Outcome<Baseline>> {
  for (const home of homes) {
    const path = `${home}/${FILE}`;
    const text = await root.readText(path, FILE_BYTES_MAX);
    if (!text.ok && text.code === 'missing') continue;
    if (!text.ok) return text;
    const parsed = Baseline.safeParse(parseJson(text.value));
    return parsed.success
      ? { ok: true, value: parsed.data }
      : refuse('unreadable', `${path} is not an approval.`);
  }
  return refuse('missing', 'Nothing was approved yet: look at the files, then run `clawnex host approve`.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AdvisorySet } from './advisory.ts';
import { parsePublicKey, type TrustedKey } from './bundle.ts';

/** Where imported advisories and trusted keys are kept, below ClawNex's home. */
const FOLDER = 'advisories';
const KEYS = 'keys';
const SETS_MAX = 32;

const Range = z.object({
  introduced: z.string().nullable(),
  fixed: z.string().nullable(),
  last: z.string().nullable(),
});
const StoredSet = z.object({
  name: z.string(),
  dated_ms: z.int(),
  sha256: z.string(),
  signed_by: z.string().nullable(),
  exploited: z.array(z.string()),
  advisories: z.array(
    z.object({
      id: z.string(),
      aliases: z.array(z.string()),
      severity: z.enum(['info', 'low', 'medium', 'high', 'critical']),
      title: z.string(),
      malicious: z.boolean(),
      affected: z.array(
        z.object({
          ecosystem: z.string(),
          package: z.string(),
          ranges: z.array(Range),
          versions: z.array(z.string()),
        }),
      ),
    }),
  ),
});

export interface StoredAdvisories {
  readonly sets: readonly AdvisorySet[];
  /** Files that could not be used, with the reason. */
  readonly problems: readonly string[];
}

/** All imported sets of a home. */
export function readAdvisoryFolder(home: string): StoredAdvisories {
  const folder = join(home, FOLDER);
  const sets: AdvisorySet[] = [];
  const problems: string[] = [];
  for (const name of namesIn(folder)
    .filter((file) => file.endsWith('.json'))
    .slice(0, SETS_MAX)) {
    const parsed = StoredSet.safeParse(readJson(join(folder, name)));
    if (parsed.success) sets.push(parsed.data);
    else problems.push(`${join(folder, name)} is not a set of advisories. Import it again.`);
  }
  return { sets, problems };
}

/** Keeps a set under its name; an older one of the same name is replaced as a whole. */
export function storeAdvisories(home: string, set: AdvisorySet): string {
  const folder = join(home, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(
    folder,
    `${
      set.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 80) || 'set'
    }.json`,
  );
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(set), { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  return file;
}

/** Keys whose signatures count: files `<name>.pub` that an admin put there. */
export function readTrustedKeys(home: string): readonly TrustedKey[] {
  const folder = join(home, FOLDER, KEYS);
  return namesIn(folder)
    .filter((file) => file.endsWith('.pub'))
    .flatMap(
      (file) => parsePublicKey(file.slice(0, -'.pub'.length), readFileSync(join(folder, file), 'utf8')) ?? [],
    );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

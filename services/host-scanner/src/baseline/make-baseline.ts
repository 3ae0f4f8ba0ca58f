import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { findBootFiles } from '../agents/boot-files.ts';
import type { HostFacts } from '../facts.ts';
import { findHomeStartup, findSystemStartup } from '../persistence/startup-files.ts';
import { hashFile } from './hash-file.ts';
import type { Baseline } from './read-baseline.ts';

/** The present state of what later scans compare: boot files, files that run by themselves, open ports. */
export async function makeBaseline(facts: HostFacts): Promise<Baseline> {
  const startup = await findSystemStartup(facts);
  const inHomes = await Promise.all(facts.homes.users.map(({ path }) => findHomeStartup(facts, path)));
  const files = [startup, ...inHomes].flatMap((found) => found.files).filter(({ programs }) => programs);
  const open = (facts.listeners.ok ? facts.listeners.value : []).filter(
    ({ beyondLoopback }) => beyondLoopback,
  );
  return {
    approved_at_ms: facts.now_ms,
    boot_files: await hashAll(facts.root, (await findBootFiles(facts)).paths),
    startup_files: await hashAll(
      facts.root,
      files.map(({ path }) => path),
    ),
    open_ports: [...new Set(open.map(({ port }) => port))].sort((a, b) => a - b),
  };
}

async function hashAll(root: RootFolder, paths: readonly string[]): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const path of paths) {
    const hash = await hashFile(root, path);
    if (hash.ok) hashes[path] = hash.value;
  }
  return hashes;
}

import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import type { Homes } from '../homes/user-homes.ts';
import type { Process } from '../processes/read-processes.ts';
import { discover, type Places } from './discover.ts';
import { type DebianPackage, readDpkg } from './dpkg.ts';
import { readImages } from './images.ts';
import { readLockFile, readRequirements } from './lock-files.ts';
import { type McpServer, packagesOf, readMcpServers } from './mcp-servers.ts';
import { readNodePackages } from './node-packages.ts';
import type { PackageItem } from './package-item.ts';
import { type PthFile, readPythonPackages } from './python-packages.ts';
import { readRuntimes } from './runtimes.ts';

/** A large monorepo's lock file. */
const LOCK_BYTES_MAX = 32 * 1_048_576;
const TEXT_BYTES_MAX = 1_048_576;

export interface Inventory {
  readonly places: Places;
  readonly items: readonly PackageItem[];
  readonly debian: Outcome<readonly DebianPackage[]>;
  readonly servers: readonly McpServer[];
  readonly executablePth: readonly PthFile[];
  readonly gaps: readonly string[];
}

/** All software that advisories may name: installed, pinned by a lock or requirements file, or run by an MCP setting. */
export async function readInventory(
  root: RootFolder,
  homes: Homes,
  processes: readonly Process[],
): Promise<Inventory> {
  const [places, debian] = await Promise.all([discover(root, homes, processes), readDpkg(root)]);
  const [python, node, mcp, runtimes] = await Promise.all([
    readPythonPackages(root, places.sitePackages),
    readNodePackages(root, places.nodeModules),
    readMcpServers(root, places.mcpFiles),
    readRuntimes(root, homes, debian.ok ? debian.value : [], places.environments),
  ]);
  const pinned: PackageItem[] = [];
  const gaps = [...places.gaps, ...python.gaps, ...node.gaps, ...mcp.gaps];
  const read = async (
    paths: readonly string[],
    bytesMax: number,
    parse: (text: string, path: string) => readonly PackageItem[] | null,
  ) => {
    for (const path of paths) {
      const text = await root.readText(path, bytesMax);
      const items = text.ok ? parse(text.value, path) : null;
      if (items !== null) pinned.push(...items);
      else gaps.push(text.ok ? `${path} is not a lock file of its kind.` : text.message);
    }
  };
  await read(places.lockFiles, LOCK_BYTES_MAX, readLockFile);
  await read([...places.requirements, ...places.dockerfiles], TEXT_BYTES_MAX, readRequirements);
  await read([...places.composeFiles, ...places.dockerfiles], TEXT_BYTES_MAX, readImages);
  const items = [...python.items, ...node.items, ...runtimes, ...pinned, ...packagesOf(mcp.servers)];
  return {
    places,
    items,
    debian,
    servers: mcp.servers,
    executablePth: python.executable,
    gaps: [...new Set(gaps)],
  };
}

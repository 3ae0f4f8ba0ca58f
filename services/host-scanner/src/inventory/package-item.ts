/** Names of OSV's ecosystems; `runtime` is for programs that no package manager names. */
export type Ecosystem = 'npm' | 'PyPI' | 'Debian' | 'runtime' | 'image';

export interface PackageItem {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  /** Where it says so. */
  readonly path: string;
  /** `pinned`: a lock or requirements file asks for it; it need not be installed. */
  readonly state: 'installed' | 'pinned';
  /** Release of the distribution, for advisories that are made for one. */
  readonly release?: string;
}

/** PEP 503. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

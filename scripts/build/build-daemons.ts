import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { BESIDE_BUNDLES, EXTERNAL_PACKAGES } from './bundles.ts';

/** Bundles programs into `dist`, emptied before, with the data they read beside them. */
export async function buildDaemons(
  root: string,
  dist: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: { ...programs },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    minifyWhitespace: true,
    minifySyntax: true,
    external: EXTERNAL_PACKAGES,
    logLevel: 'warning',
    // CommonJS packages inside an ES module bundle still call require for Node's own modules.
    banner: {
      js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
    },
  });
  for (const [name, source] of Object.entries(BESIDE_BUNDLES))
    cpSync(join(root, source), join(dist, name), { recursive: true });
}

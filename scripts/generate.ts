import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { report } from './bring/report.ts';
import { generateContracts } from './generate/contracts.ts';

/** Writes `proto/gen`; with `--check` only compares and fails when a file is not what it would write. */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'proto/gen');
const check = process.argv.includes('--check');
let stale = 0;
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(generateContracts())) {
  const file = join(folder, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (check) {
    report(`${relative(root, file)} is not current. Run: npm run generate`);
    stale += 1;
  } else {
    writeFileSync(file, text);
    report(`wrote ${relative(root, file)}`);
  }
}
process.exit(stale === 0 ? 0 : 1);

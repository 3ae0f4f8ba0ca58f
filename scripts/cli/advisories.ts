import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  readAdvisoryFolder,
  readTrustedKeys,
  storeAdvisories,
} from '@clawnex/host-scanner/src/advisories/advisory-folder.ts';
import { builtinAdvisories } from '@clawnex/host-scanner/src/advisories/builtin.ts';
import { readBundle, signerOf } from '@clawnex/host-scanner/src/advisories/bundle.ts';
import { ageOf } from '@clawnex/host-scanner/src/advisories/data-age.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { print, printJson, printTable } from './print.ts';

interface ImportFlags {
  readonly signature?: string;
  readonly unsigned?: true;
  readonly name?: string;
  readonly dated?: string;
  readonly package: string;
  readonly json?: true;
}

export function advisoriesCommand(): Command {
  const command = new Command('advisories').description(
    'What is known of vulnerabilities, and how old it is',
  );
  command
    .command('import')
    .description(
      'Import a bundle: clawnex-advisories/1, OSV records (JSON or lines), or a table; also gzipped',
    )
    .argument('<file>')
    .option('--signature <file>', 'Ed25519 signature in base64; <file>.sig when not given')
    .option('--unsigned', 'import without a signature by a key in <ClawNex home>/advisories/keys/*.pub')
    .option('--name <name>', 'name of the source, where the file has none')
    .option('--dated <date>', 'date of the data, where the file has none; else that of the file')
    .option('--package <ecosystem/name>', 'the package of a table', 'npm/openclaw')
    .option('--json', 'print JSON')
    .action((file: string, flags: ImportFlags) => importFile(file, flags));
  command
    .command('status')
    .description(
      'The sources, their age, and who signed them. Exit code 1: all are too old to call anything clean',
    )
    .option('--json', 'print JSON')
    .action(({ json }: { json?: true }) => showStatus(json === true));
  return command;
}

function importFile(file: string, flags: ImportFlags): void {
  const { home } = resolvePaths();
  const bytes = readBytes(file);
  const signed_by = findSigner(home, file, bytes, flags);
  const dated_ms = flags.dated === undefined ? statSync(file).mtimeMs : Date.parse(flags.dated);
  if (Number.isNaN(dated_ms)) throw new StepError(`--dated ${flags.dated} is not a date such as 2026-11-24.`);
  const read = readBundle(bytes, {
    name: flags.name ?? basename(file).replace(/\.(?:json|ndjson|jsonl|tsv|gz)+$/, ''),
    dated_ms: Math.round(dated_ms),
    table_package: flags.package,
  });
  if (!read.ok) throw new StepError(`${file} was not imported. ${read.message}`);
  const stored = storeAdvisories(home, { ...read.set, signed_by });
  const { name, advisories, exploited } = read.set;
  const age = ageOf(read.set.dated_ms, Date.now());
  if (flags.json === true) {
    printJson({
      name,
      file: stored,
      advisories: advisories.length,
      exploited: exploited.length,
      left_out: read.left_out,
      signed_by,
      age,
    });
    return;
  }
  print(
    `${name}: ${advisories.length} advisories imported, ${read.left_out.length} left out, ${signed_by === null ? 'unsigned' : `signed by ${signed_by}`}, ${age}.`,
  );
  for (const reason of read.left_out.slice(0, 20)) print(`  left out: ${reason}`);
}

/** An unsigned file is taken only by word of the admin. A wrong signature never is. */
function findSigner(
  home: string,
  file: string,
  bytes: Buffer,
  { signature, unsigned }: ImportFlags,
): string | null {
  const text = readOptional(signature ?? `${file}.sig`);
  if (text === null) {
    if (unsigned === true && signature === undefined) return null;
    throw new StepError(
      `${signature ?? `${file}.sig`} does not exist. Get the signature of the bundle, or import it with --unsigned.`,
    );
  }
  const signer = signerOf(bytes, text, readTrustedKeys(home));
  if (signer !== null) return signer;
  throw new StepError(
    `${file} was not imported: no key in ${home}/advisories/keys signed it. Put the publisher's Ed25519 key there as <name>.pub, or get the file again.`,
  );
}

function showStatus(json: boolean): void {
  const { sets, problems } = readAdvisoryFolder(resolvePaths().home);
  const now_ms = Date.now();
  const rows = [builtinAdvisories(), ...sets].map(
    ({ name, dated_ms, sha256, signed_by, advisories, exploited }) => ({
      name,
      dated: new Date(dated_ms).toISOString(),
      age: ageOf(dated_ms, now_ms),
      advisories: advisories.length,
      exploited: exploited.length,
      signed_by,
      sha256,
    }),
  );
  if (json) printJson({ sources: rows, problems });
  else {
    printTable(
      rows.map((row) => [
        row.name,
        `${row.advisories} advisories`,
        `up to ${row.dated.slice(0, 10)}`,
        row.age,
        row.signed_by === null ? 'unsigned' : `signed by ${row.signed_by}`,
      ]),
    );
    for (const problem of problems) print(problem);
  }
  if (rows.every(({ age }) => age === 'stale' || age === 'expired')) process.exitCode = 1;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StepError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readOptional(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

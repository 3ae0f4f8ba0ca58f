import { readFileSync } from 'node:fs';

/**
 * Data that lies beside the module that asks for it; in an installation, beside its bundle. Read when it is wanted: set into the
 * bundle, its megabyte would be source text that every thread parses and keeps.
 */
export function readBeside(moduleUrl: string, name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, moduleUrl), 'utf8'));
}

import { existsSync, readFileSync } from 'node:fs';
import type { DaemonName } from '@clawnex/proto/daemons.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Paths } from './paths.ts';

/** A wrong configuration: the message is the whole story, for one line on a terminal or in the journal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError' as const;
}

const ConfigFile = z.record(z.string(), z.record(z.string(), z.unknown()).nullable());

/**
 * Reads one daemon's configuration: the schema's defaults, then its section of `config.yaml`, then the environment
 * (`CLAWNEX_<DAEMON>_<KEY>`, dashes as underscores). Unknown keys are errors: a misspelt limit must not pass silently.
 * Throws `ConfigError` saying which value is wrong, where it came from, and what is accepted.
 */
export function loadConfig<S extends z.ZodObject>(
  daemon: DaemonName,
  schema: S,
  paths: Paths,
  env: NodeJS.ProcessEnv = process.env,
): z.infer<S> {
  const prefix = `CLAWNEX_${daemon.toUpperCase().replaceAll('-', '_')}_`;
  const values: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  for (const [key, value] of Object.entries(readSection(daemon, paths.config))) {
    values[key] = value;
    sources[key] = `${paths.config} under ${daemon}`;
  }
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || value === undefined) continue;
    const key = name.slice(prefix.length).toLowerCase();
    values[key] = value;
    sources[key] = `the environment variable ${name}`;
  }
  const parsed = z.strictObject(schema.shape).safeParse(values);
  if (parsed.success) return schema.parse(values);
  const issue = parsed.error.issues[0];
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  const source = sources[String(key)] ?? 'the configuration';
  const known = Object.keys(schema.shape).join(', ');
  if (issue?.code === 'unrecognized_keys') {
    throw new ConfigError(
      `${daemon}: "${String(key)}" in ${source} is not a setting. Settings are: ${known}.`,
    );
  }
  throw new ConfigError(
    `${daemon}: "${issue?.path.join('.')}" in ${source} is wrong: ${issue?.message}. Correct it and start again.`,
  );
}

function readSection(daemon: DaemonName, file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError(`${daemon}: ${file} is not valid YAML: ${firstLine(error)}`);
  }
  const parsed = ConfigFile.safeParse(document);
  if (!parsed.success) {
    throw new ConfigError(`${daemon}: ${file} must hold one section per daemon, each a map of settings.`);
  }
  return parsed.data[daemon] ?? {};
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** A port setting, from a file (number) or the environment (text). 0 takes any free port. */
export const Port = z.coerce.number().int().min(0).max(65_535);

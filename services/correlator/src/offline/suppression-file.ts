import { readFileSync } from 'node:fs';
import { Suppression } from '@clawnex/proto/controls/suppression.ts';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { z } from 'zod';

/** Reads a JSON list of suppressions. Throws `ConfigError` with one sentence. */
export function readSuppressions(file: string): Suppression[] {
  try {
    return z.array(Suppression).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)[0]
        : error instanceof Error
          ? error.message
          : String(error);
    throw new ConfigError(`${file} is no list of suppressions: ${why ?? 'unreadable'}.`);
  }
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const SqlStatement = z.object({ sql: z.string(), row: z.unknown() });

export interface FoundStatement {
  /** File and export, for the message of a failing test. */
  readonly name: string;
  readonly sql: string;
}

/** Every statement that the `*.sql.ts` files below a folder export. Migrations export plain text and are left out. */
export async function findStatements(folder: string): Promise<FoundStatement[]> {
  const found: FoundStatement[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.sql.ts')) continue;
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    for (const [name, value] of Object.entries(
      z.record(z.string(), z.unknown()).parse({ ...Object(module) }),
    )) {
      const statement = SqlStatement.safeParse(value);
      if (statement.success && 'row' in Object(value))
        found.push({ name: `${file} ${name}`, sql: statement.data.sql });
    }
  }
  return found;
}

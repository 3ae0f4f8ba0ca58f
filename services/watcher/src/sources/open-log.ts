import { ArchiveSource } from './archive-source.ts';
import { type DatabaseFormat, DatabaseSource } from './database-source.ts';
import { DocumentSource } from './document-source.ts';
import type { LinesFormat } from './file-source.ts';
import type { LogPlace } from './folder-adapter.ts';
import { LinesSource } from './lines-source.ts';
import type { SessionMemory } from './session-memory.ts';
import type { Source } from './source.ts';
import { versionOf } from './walk-folder.ts';

/** A file of JSON lines, packed or not, or one JSON document. */
export function openLines(
  place: LogPlace,
  agent: string,
  format: LinesFormat,
  memory: SessionMemory,
): Source {
  const { path, stats, home } = place;
  const file = {
    path,
    instance: home,
    agent,
    modified_ms: stats.mtimeMs,
    size: stats.size,
    version: versionOf(stats),
  };
  if (path.endsWith('.json')) return new DocumentSource(file, format, memory);
  return path.endsWith('.zst')
    ? new ArchiveSource(file, format, memory)
    : new LinesSource(file, format, memory);
}

export function openDatabase(
  place: LogPlace,
  agent: string,
  format: DatabaseFormat,
  memory: SessionMemory,
): Source {
  const { path, stats, home } = place;
  return new DatabaseSource({ path, instance: home, agent, modified_ms: stats.mtimeMs }, format, memory);
}

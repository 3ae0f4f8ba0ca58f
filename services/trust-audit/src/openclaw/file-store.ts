import { expand } from '@clawnex/shared/posture/expand.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { at, flagAt, itemsAt, joinPointer, textAt, textsAt } from '../settings/node.ts';
import { readConfig } from '../settings/read-config.ts';
import type { CronJob, Pairing } from './state-database.ts';

/** A job's payload longer than this is looked at from its start. */
const PAYLOAD_LENGTH_MAX = 16_384;

/** Jobs and pairings as releases up to 2026.7 keep them: in files beside the settings. */
export async function readFileStore(
  home: ScannedHome,
  folder: string,
): Promise<{ cron: CronJob[]; paired: Pairing[]; problems: string[] }> {
  const problems: string[] = [];
  const read = async (file: string) => {
    const found = await readConfig(home, file, { includes: false });
    if (!found.ok && !found.missing) problems.push(found.message);
    return found.ok ? found.node : undefined;
  };
  const file = `${folder}/cron/jobs.json`;
  const cron = itemsAt(await read(file), 'jobs').map((job, index): CronJob => {
    const payload = at(job, 'payload');
    const text = textAt(payload, 'command') ?? textAt(payload, 'message') ?? textAt(payload, 'text') ?? '';
    const pointer = joinPointer(['jobs', String(index), 'enabled']);
    return {
      id: textAt(job, 'id') ?? textAt(job, 'name') ?? String(index),
      name: textAt(job, 'name') ?? 'unnamed',
      enabled: flagAt(job, 'enabled') !== false,
      kind: textAt(payload, 'kind') ?? 'unknown',
      payload: text.slice(0, PAYLOAD_LENGTH_MAX),
      place: { file, pointer, line: job.place.line },
      stop: { kind: 'set', file, pointer, after: false },
    };
  });
  const paired: Pairing[] = [];
  const lists = await expand(home, `${folder}/credentials/*-allowFrom.json`);
  for (const path of lists.paths) {
    const channel = path.slice(path.lastIndexOf('/') + 1).split('-')[0] ?? '';
    for (const entry of textsAt(await read(path), 'allowFrom')) paired.push({ channel, entry, file: path });
  }
  return { cron, paired, problems: [...problems, ...lists.gaps] };
}

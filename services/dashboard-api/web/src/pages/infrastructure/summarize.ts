import type { Infrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { daemonWord } from '../../ui/mark.tsx';

/** The page in a sentence or two: who needs a look comes first, by name. */
export function summarize({ daemons, broker, store }: Infrastructure): string {
  const sentences: string[] = [];
  if (store.problem !== null) sentences.push('The store has a problem.');
  if (!broker.connected) {
    sentences.push('The broker is away: daemons keep working, but cannot be asked.');
  } else {
    const by = (words: readonly string[]) =>
      daemons.filter((status) => words.includes(daemonWord(status))).map((status) => status.daemon);
    const gone = by(['silent', 'unseen']);
    const degraded = by(['degraded']);
    if (gone.length > 0) sentences.push(`${listOf(gone)} ${gone.length === 1 ? 'does' : 'do'} not answer.`);
    if (degraded.length > 0)
      sentences.push(
        `${listOf(degraded)} ${degraded.length === 1 ? 'works' : 'work'} with something missing.`,
      );
    const ready = by(['ready']).length;
    sentences.push(
      ready === daemons.length
        ? `All ${daemons.length} daemons are ready.`
        : `${ready} of ${daemons.length} daemons are ready.`,
    );
  }
  return sentences.join(' ');
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

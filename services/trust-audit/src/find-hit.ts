import type { JudgedHit } from './judge-hits.ts';

/** The finding that an id, the start of one, or a check with a single finding names; a message where none or several do. */
export function findHit(
  judged: readonly JudgedHit[],
  name: string,
): { ok: true; hit: JudgedHit } | { ok: false; message: string } {
  const found = judged.filter(({ finding_id, check }) => finding_id.startsWith(name) || check.id === name);
  const [only] = found;
  if (only === undefined)
    return { ok: false, message: `There is no finding ${name}. Run: clawnex trust audit` };
  if (found.length === 1) return { ok: true, hit: only };
  const ids = found.slice(0, 10).map(({ finding_id, hit }) => `  ${finding_id}  ${hit.subject}`);
  return {
    ok: false,
    message: `${name} names ${found.length} findings. Name one of them:\n${ids.join('\n')}`,
  };
}

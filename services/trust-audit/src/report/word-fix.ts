import type { PatchView } from '@clawnex/proto/events/posture.ts';
import type { Fix } from '../fixes/patch.ts';

/** A change in words, for those who make it by hand. */
export function wordFix(patch: readonly PatchView[], { restart, side_effects }: Fix): string {
  const steps = patch.map(({ op, file, pointer, after }) => {
    if (op === 'chmod') return `chmod ${after ?? ''} ${file}`;
    if (op === 'run') return `run: ${after ?? ''}`;
    if (op === 'copy') return `replace the link ${file} by a copy`;
    return op === 'set' ? `in ${file} set ${pointer} to ${after ?? ''}` : `in ${file} remove ${pointer}`;
  });
  return [
    ...steps,
    ...(restart === null ? [] : [`then: ${restart}`]),
    ...(side_effects === '' ? [] : [side_effects]),
  ].join('; ');
}

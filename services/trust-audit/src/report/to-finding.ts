import type { Finding } from '@clawnex/proto/events/posture.ts';
import { maskSecrets } from '@clawnex/shared/detection/excerpt.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import type { Hit } from '../checks/trust-check.ts';
import { showPatch } from '../fixes/show-patch.ts';
import type { Simulation } from '../fixes/simulate-fix.ts';
import { pathsThrough } from '../graph/describe-path.ts';
import type { JudgedHit } from '../judge-hits.ts';
import type { Scan } from '../scan.ts';
import { wordFix } from './word-fix.ts';

const PATHS_MAX = 3;
const PATCHES_MAX = 40;

/** A judged hit as the finding that everyone sees. Names and values come from files of others: secrets are masked in all of them. */
export async function toFinding(
  scan: Scan,
  judged: JudgedHit,
  simulation: Simulation | null,
): Promise<Finding> {
  const { check, hit } = judged;
  const patch = [];
  for (const each of hit.fix.patches.slice(0, PATCHES_MAX)) {
    const view = await showPatch(scan.home, each);
    patch.push({
      ...view,
      file: clean(view.file, 512),
      pointer: clean(view.pointer, 512),
      before: view.before === null ? null : clean(view.before, 1_000),
      after: view.after === null ? null : clean(view.after, 1_000),
      rollback: clean(view.rollback, 600),
    });
  }
  const paths =
    judged.worst === null
      ? []
      : pathsThrough(scan.risk, judged.worst, PATHS_MAX).map(({ words }) => clean(words, 1_200));
  return {
    finding_id: judged.finding_id,
    check: check.id,
    title: clean(hit.title ?? check.title, 240),
    result: 'fail',
    severity: judged.severity,
    subject: clean(hit.subject, 512),
    why: check.why.slice(0, 600),
    evidence: clean(hit.evidence, 2_000),
    fix: clean(wordFix(patch, hit.fix), 1_000),
    trust: {
      file: clean(`~${hit.place?.file ?? ''}`, 512),
      pointer: clean(pointerOf(check.id, hit.place), 512),
      line: hit.place?.line ?? 0,
      risk: judged.risk,
      paths,
      combinations: [...judged.combinations],
      patch,
      restart: hit.fix.restart,
      side_effects: clean(hit.fix.side_effects, 600),
      simulation:
        simulation === null
          ? null
          : { ...simulation, removes: simulation.removes.slice(0, 200), adds: simulation.adds.slice(0, 200) },
      vendor_ids: [...check.vendor],
      state: judged.state,
    },
  };
}

/** In settings a JSON pointer; in a text its line, of a mode the word: none of them is empty. */
function pointerOf(check: string, place: Hit['place']): string {
  if (place !== null && place.pointer !== '') return place.pointer;
  return check.startsWith('FS-') ? 'mode' : `line ${place?.line ?? 0}`;
}

function clean(text: string, lengthMax: number): string {
  const masked = text === '' ? '' : maskSecrets(text, builtinRuleset());
  return masked.length <= lengthMax ? masked : `${masked.slice(0, lengthMax - 1)}…`;
}

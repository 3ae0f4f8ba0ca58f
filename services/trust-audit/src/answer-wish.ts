import type { TrustWhatIf, TrustWish } from '@clawnex/proto/trust-report.ts';
import type { Audit } from './audit-home.ts';
import type { Patch } from './fixes/patch.ts';
import { highestRisk } from './graph/risk.ts';
import { compareRisks, computeWhatIf } from './graph/what-if.ts';
import { askWhatIf, readWish } from './what-if.ts';

const CHANGES_MAX = 50;
const IDS_MAX = 500;

export type WishAnswer =
  | { readonly ok: true; readonly value: TrustWhatIf }
  | { readonly ok: false; readonly message: string };

/** What a wish of an operator comes to: settings are tried on a copy, then edges are given other strengths. */
export async function answerWish(
  { scan, judged }: Audit,
  wish: TrustWish,
  host: string,
): Promise<WishAnswer> {
  if (scan === null) return { ok: false, message: 'The home could not be read, so nothing can be tried.' };
  const patches: Patch[] = [];
  for (const id of wish.findings) {
    const hit = judged.find(({ finding_id }) => finding_id === id);
    if (hit === undefined) return { ok: false, message: `There is no finding ${id} in the newest run.` };
    patches.push(...hit.hit.fix.patches);
  }
  for (const setting of wish.settings) {
    const patch = readWish(scan, setting);
    if (patch === null)
      return {
        ok: false,
        message: `"${setting.slice(0, 100)}" is no change of a setting, such as telegram.dmPolicy=pairing.`,
      };
    patches.push(patch);
  }
  if (wish.edges.length > 0) {
    if (patches.length > 0)
      return { ok: false, message: 'Ask for settings and for edges one after the other.' };
    const { after, unknown } = computeWhatIf(scan.risk, wish.edges);
    if (unknown[0] !== undefined)
      return { ok: false, message: `There is no edge ${unknown[0].slice(0, 200)}.` };
    const changes = compareRisks(scan.risk, after).slice(0, CHANGES_MAX);
    return {
      ok: true,
      value: {
        highest_before: round(highestRisk(scan.risk)),
        highest_after: round(highestRisk(after)),
        changes,
        removes: [],
        adds: [],
      },
    };
  }
  const asked = await askWhatIf(scan, judged, patches, host);
  if (!asked.ok) return asked;
  const { changes, removes, adds, ...rest } = asked.value;
  return {
    ok: true,
    value: {
      ...rest,
      changes: changes.slice(0, CHANGES_MAX),
      removes: removes.slice(0, IDS_MAX),
      adds: adds.slice(0, IDS_MAX),
    },
  };
}

function round(risk: number): number {
  return Math.round(risk * 10) / 10;
}

import { aimSet } from './fixes/aim-patch.ts';
import type { Patch } from './fixes/patch.ts';
import { tryPatches } from './fixes/simulate-fix.ts';
import { highestRisk } from './graph/risk.ts';
import { compareRisks, type RiskChange } from './graph/what-if.ts';
import type { JudgedHit } from './judge-hits.ts';
import type { Scan } from './scan.ts';
import { at, type Plain, splitPointer } from './settings/node.ts';

export interface WhatIf {
  readonly highest_before: number;
  readonly highest_after: number;
  readonly changes: readonly RiskChange[];
  readonly removes: readonly string[];
  readonly adds: readonly string[];
}

export type WhatIfResult =
  | { readonly ok: true; readonly value: WhatIf }
  | { readonly ok: false; readonly message: string };

/** A wish `telegram.dmPolicy=pairing` or `/tools/exec/mode="ask"`, as a change of OpenClaw's settings. */
export function readWish(scan: Scan, wish: string): Patch | null {
  const equals = wish.indexOf('=');
  const [facts] = scan.openclaw.installed;
  if (equals < 1 || facts === undefined) return null;
  const path = wish.slice(0, equals).trim();
  const keys = path.startsWith('/') ? splitPointer(path) : path.split('.');
  const isChannel = keys[0] !== undefined && at(facts.root, 'channels', keys[0]) !== undefined;
  return aimSet(
    facts.root,
    isChannel ? ['channels', ...keys] : keys,
    readValue(wish.slice(equals + 1).trim()),
  );
}

/** What these changes come to: tried on a copy, read again, and compared. */
export async function askWhatIf(
  scan: Scan,
  judged: readonly JudgedHit[],
  patches: readonly Patch[],
  host: string,
): Promise<WhatIfResult> {
  const trial = await tryPatches(scan, patches, host);
  if ('problem' in trial) return { ok: false, message: trial.problem };
  const changes = compareRisks(scan.risk, trial.scan.risk);
  const before = new Set(judged.map(({ finding_id }) => finding_id));
  const after = new Set(trial.judged.map(({ finding_id }) => finding_id));
  return {
    ok: true,
    value: {
      highest_before: highestOf(scan),
      highest_after: highestOf(trial.scan),
      changes,
      removes: [...before].filter((id) => !after.has(id)),
      adds: [...after].filter((id) => !before.has(id)),
    },
  };
}

function highestOf({ risk }: Scan): number {
  return Math.round(highestRisk(risk) * 10) / 10;
}

function readValue(text: string): Plain {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text.replace(/^"(.*)"$/, '$1');
}

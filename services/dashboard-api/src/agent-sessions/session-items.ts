import type { AgentSessionItem } from '@clawnex/proto/http/dashboard/agent-sessions.ts';
import { Origin, ScannedBlock } from '@clawnex/proto/scan.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { z } from 'zod';
import * as sql from './agent-sessions.sql.ts';

type Scan = z.infer<typeof sql.listSessionScans.row>;
type Entry = z.infer<typeof sql.listSessionEntries.row>;

export interface ItemsPage {
  readonly items: AgentSessionItem[];
  readonly first_blocked_seq: number | null;
  readonly last: { readonly at_ms: number; readonly seq: number } | null;
}

/** Reads what happened in a session, page by page, with what scans found beside it. */
export function prepareSessionItems(db: Database) {
  const listEntries = prepareQuery(db, sql.listSessionEntries);
  const listScans = prepareQuery(db, sql.listSessionScans);
  const listMatches = prepareQuery(db, sql.listMatches);
  const findBlocked = prepareQuery(db, sql.firstBlocked);
  return (row: sql.SessionRow, after: { at_ms: number; seq: number } | null, limit: number): ItemsPage => {
    const { origin, session, host, instance } = row;
    const of = { origin, session, host, instance };
    const start = after ?? { at_ms: -1, seq: -1 };
    const entries = listEntries.all({ ...of, after_at_ms: start.at_ms, after_seq: start.seq, limit });
    const [first, last] = [entries.at(0), entries.at(-1)];
    if (first === undefined || last === undefined) return { items: [], first_blocked_seq: null, last: null };
    const range = { from_ms: first.at_ms, to_ms: last.at_ms };
    const scans = listScans.all({ ...of, ...range });
    const { origin: _, ...place } = of;
    const matches = new Map(
      listMatches.all({ ...place, ...range }).map((match) => [match.entry_id, match.call_id]),
    );
    return {
      items: entries.map((entry) =>
        toItem(entry, worstScan(entry, scans), matches.get(entry.entry_id) ?? null),
      ),
      first_blocked_seq: findBlocked.get(of)?.seq ?? null,
      last: entries.length < limit ? null : { at_ms: last.at_ms, seq: last.seq },
    };
  };
}

/** Of the texts that the item holds: several items can stand in one entry, each with an author of its own. */
function worstScan(entry: Entry, scans: readonly Scan[]): Scan | null {
  const own = scans.filter(
    (scan) =>
      scan.entry_id === entry.entry_id &&
      scan.at_ms === entry.at_ms &&
      scan.block_origin === entry.block_origin,
  );
  return own.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

function toItem(entry: Entry, scan: Scan | null, matched: string | null): AgentSessionItem {
  const { seq, at_ms, kind, tool, model, input_tokens, output_tokens, cost_microusd } = entry;
  const origin = Origin.safeParse(entry.block_origin);
  return {
    seq,
    at: toIso(at_ms),
    kind,
    block_origin: origin.success ? origin.data : null,
    tool,
    model,
    is_error: entry.is_error === null ? null : entry.is_error === 1,
    from_network: entry.from_network === null ? null : entry.from_network === 1,
    input_tokens,
    output_tokens,
    cost_microusd,
    call_id: kind === 'usage' ? matched : null,
    scan: scan === null ? null : toScan(scan),
  };
}

function toScan({ verdict, score, length, block_hash, block_json }: Scan): AgentSessionItem['scan'] {
  const block = ScannedBlock.parse(JSON.parse(block_json));
  const rules = [...new Set(block.detections.map((detection) => detection.rule))];
  return { verdict, score, rules, excerpt: block.excerpts[0]?.text ?? null, length, hash: block_hash };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertRaised, IncidentChanged } from '@clawnex/proto/events/incident.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { z } from 'zod';
import { type BatchCounts, Correlation } from '../correlate.ts';
import { loadRuleFolder } from '../rules/load-rules.ts';
import { shippedRulesFolder } from '../rules/rules-folder.ts';
import { openState } from '../state/open-state.ts';

const Outgoing = z.object({
  type: z.string(),
  id: z.string(),
  origin: z.string(),
  time: z.int(),
  data: z.unknown(),
});
const Row = z.object({ event: z.string() });

/** The correlator's whole path from received events to its outbox, over a real database in a folder of its own. */
export class CorrelationBench {
  readonly #home = mkdtempSync(join(tmpdir(), 'clawnex-correlator-'));
  #db: Database;
  #correlation: Correlation;

  constructor() {
    this.#db = this.#open();
    this.#correlation = new Correlation(this.#db, shippedRules());
  }

  get db(): Database {
    return this.#db;
  }

  apply(events: readonly ReceivedEvent[], now_ms = Date.UTC(2027, 0, 1)): BatchCounts {
    return this.#correlation.apply(events, now_ms);
  }

  restart(): void {
    this.#db.close();
    this.#db = this.#open();
    this.#correlation = new Correlation(this.#db, shippedRules());
  }

  outgoing(): z.infer<typeof Outgoing>[] {
    const rows = z.array(Row).parse(this.#db.prepare('SELECT event FROM outbox ORDER BY seq').all());
    return rows.map((row) => Outgoing.parse(JSON.parse(row.event)));
  }

  alerts(): AlertRaised[] {
    return this.outgoing()
      .filter((event) => event.type === 'alert.raised')
      .map((event) => AlertRaised.parse(event.data));
  }

  /** Latest state of each incident. */
  incidents(): IncidentChanged[] {
    const latest = new Map<string, IncidentChanged>();
    for (const event of this.outgoing()) {
      if (event.type !== 'incident.changed') continue;
      const incident = IncidentChanged.parse(event.data);
      latest.set(incident.incident_id, incident);
    }
    return [...latest.values()];
  }

  close(): void {
    this.#db.close();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #open(): Database {
    return openState(resolvePaths({ CLAWNEX_HOME: this.#home }));
  }
}

export function shippedRules() {
  const loaded = loadRuleFolder(shippedRulesFolder());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.rules;
}

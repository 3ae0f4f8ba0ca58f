import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertRaised, IncidentChanged } from '@clawnex/proto/events/incident.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { z } from 'zod';
import { type BatchCounts, Correlation } from '../correlate.ts';
import type { Signal } from '../events/signal.ts';
import { loadRuleFolder } from '../rules/load-rules.ts';
import type { RuleSet } from '../rules/rule.ts';
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

  readonly #rules: RuleSet;

  constructor(rules: RuleSet = shippedRules()) {
    this.#rules = rules;
    this.#db = this.#open();
    this.#correlation = new Correlation(this.#db, rules);
  }

  get db(): Database {
    return this.#db;
  }

  apply(events: readonly ReceivedEvent[], now_ms = Date.UTC(2027, 0, 1)): BatchCounts {
    return this.#correlation.apply(events, now_ms);
  }

  reload(): void {
    this.#correlation.reload();
  }

  restart(): void {
    this.#db.close();
    this.#db = this.#open();
    this.#correlation = new Correlation(this.#db, this.#rules);
  }

  outgoing(): z.infer<typeof Outgoing>[] {
    const rows = z.array(Row).parse(this.#db.prepare('SELECT event FROM outbox ORDER BY seq').all());
    return rows.map((row) => Outgoing.parse(JSON.parse(row.event)));
  }

  /** Latest word on each alert, without those that were taken back. */
  alerts(): AlertRaised[] {
    const latest = new Map<string, AlertRaised>();
    for (const event of this.outgoing()) {
      if (event.type !== 'alert.raised') continue;
      const alert = AlertRaised.parse(event.data);
      if (alert.state === 'retracted') latest.delete(alert.alert_id);
      else latest.set(alert.alert_id, alert);
    }
    return [...latest.values()];
  }

  /** Events that are signals already, as of sources that are not ours. */
  applySignals(signals: readonly Signal[], now_ms = Date.UTC(2027, 0, 1)): void {
    this.#correlation.applySignals(signals, now_ms);
  }

  tick(now_ms = Date.UTC(2027, 0, 1)): void {
    this.#correlation.tick(now_ms);
  }

  /** Latest state of each incident. */
  incidents(): IncidentChanged[] {
    const latest = new Map<string, IncidentChanged>();
    for (const event of this.outgoing()) {
      if (event.type !== 'incident.changed') continue;
      const incident = IncidentChanged.parse(event.data);
      if (incident.state === 'gone') latest.delete(incident.incident_id);
      else latest.set(incident.incident_id, incident);
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

const loaded = new Map<string, RuleSet>();

export function shippedRules(): RuleSet {
  return rulesIn('');
}

/** Shipped rules of one file, or all of them. Read once. */
export function rulesIn(file: string): RuleSet {
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const read = loadRuleFolder(join(shippedRulesFolder(), file));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  loaded.set(file, read.rules);
  return read.rules;
}

import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Engine, Outcome } from '../engine/engine.ts';
import { Group } from '../engine/group.ts';
import { resumeSliding } from '../engine/settle-sliding.ts';
import * as sql from './groups.sql.ts';
import { writeFirings, writePointBody } from './stored-point.ts';

/** Writes what an outcome changed of the engine's groups, and reads it all back at start. */
export class GroupKeeper {
  readonly #selectGroups;
  readonly #selectPoints;
  readonly #insertGroup;
  readonly #updateGroup;
  readonly #updateFirings;
  readonly #deleteGroup;
  readonly #putPoint;
  readonly #deletePoint;
  readonly #deletePointsUntil;
  readonly #deletePoints;
  /** What stands in the database of a group: most batches only add points. */
  readonly #stored = new WeakMap<Group, { readonly known: string; readonly firings: string }>();

  constructor(db: Database) {
    this.#selectGroups = prepareQuery(db, sql.selectGroups);
    this.#selectPoints = prepareQuery(db, sql.selectPoints);
    this.#insertGroup = prepareWrite(db, sql.insertGroup);
    this.#updateGroup = prepareWrite(db, sql.updateGroup);
    this.#updateFirings = prepareWrite(db, sql.updateFirings);
    this.#deleteGroup = prepareWrite(db, sql.deleteGroup);
    this.#putPoint = prepareWrite(db, sql.putPoint);
    this.#deletePoint = prepareWrite(db, sql.deletePoint);
    this.#deletePointsUntil = prepareWrite(db, sql.deletePointsUntil);
    this.#deletePoints = prepareWrite(db, sql.deletePoints);
  }

  save(outcome: Outcome): void {
    for (const group of outcome.touched) this.#saveGroup(group);
    for (const group of outcome.removed) this.#deleteRows(group.row);
  }

  /**
   * Puts stored groups into the engine. Those of rules that are gone or mean something else now are deleted: how many
   * is returned by rule.
   */
  load(engine: Engine): Map<string, number> {
    const dropped = new Map<string, number>();
    for (const row of this.#selectGroups.all()) {
      const rule = engine.rules.byKey.get(row.rule);
      if (rule?.kind !== 'correlation' || rule.meaning !== row.meaning) {
        dropped.set(row.rule, (dropped.get(row.rule) ?? 0) + 1);
        this.#deleteRows(row.group_id);
        continue;
      }
      const group = new Group(rule, row.origin, row.group_values, true);
      group.row = row.group_id;
      group.points = this.#selectPoints
        .all({ group_id: row.group_id })
        .map(({ event_id, time_ms, steps, body }) => ({ id: event_id, time_ms, steps, ...body(event_id) }));
      group.firings = row.firings;
      group.newest_ms = Math.max(row.newest_ms, group.points.at(-1)?.time_ms ?? 0);
      group.forgotten_ms = row.forgotten_ms;
      group.closed_ms = row.closed_ms;
      group.due_ms = row.due_ms ?? Number.POSITIVE_INFINITY;
      const { forgotten_ms, closed_ms, due_ms } = row;
      this.#stored.set(group, {
        known: `${forgotten_ms} ${closed_ms} ${due_ms}`,
        firings: writeFirings(group.firings),
      });
      if (rule.evaluation === 'sliding') resumeSliding(group);
      engine.restore(group);
    }
    return dropped;
  }

  #saveGroup(group: Group): void {
    const due_ms = Number.isFinite(group.due_ms) ? group.due_ms : null;
    const { newest_ms, forgotten_ms, closed_ms } = group;
    const state = { newest_ms, forgotten_ms, closed_ms, due_ms };
    // The newest is that of the points: when nothing else changed, there is nothing to write.
    const known = `${forgotten_ms} ${closed_ms} ${due_ms}`;
    const firings = group.firings.length === 0 ? '[]' : writeFirings(group.firings);
    const stored = this.#stored.get(group);
    if (group.row === 0) {
      const { rule, origin, values } = group;
      const group_values = JSON.stringify(values);
      group.row = this.#insertGroup({
        rule: rule.key,
        meaning: rule.meaning,
        origin,
        group_values,
        firings,
        ...state,
      }).seq;
    } else if (stored !== undefined) {
      if (known !== stored.known) this.#updateGroup({ group_id: group.row, ...state });
      if (firings !== stored.firings) this.#updateFirings({ group_id: group.row, firings });
    }
    if (stored === undefined || known !== stored.known || firings !== stored.firings)
      this.#stored.set(group, { known, firings });
    for (const event_id of group.dropped ?? []) this.#deletePoint({ group_id: group.row, event_id });
    for (const point of group.fresh ?? []) {
      this.#putPoint({
        group_id: group.row,
        time_ms: point.time_ms,
        event_id: point.id,
        steps: point.steps,
        body: writePointBody(point),
      });
    }
    const first = group.points[0];
    if (group.forgot && first !== undefined)
      this.#deletePointsUntil({ group_id: group.row, time_ms: first.time_ms, event_id: first.id });
    group.fresh = null;
    group.dropped = null;
    group.forgot = false;
  }

  #deleteRows(group_id: number): void {
    if (group_id === 0) return;
    this.#deletePoints({ group_id });
    this.#deleteGroup({ group_id });
  }
}

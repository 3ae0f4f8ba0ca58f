import type { Alert } from './alert.ts';

/** Alerts that share an entity belong together when no more than this lies between them. */
export const ACTIVE_MS = 24 * 3_600_000;

/** A name that alerts about more different ones share says nothing about any of them: it would make one giant incident. */
export const SHARED_BY_MAX = 20;

export function compareAlerts(a: Alert, b: Alert): number {
  return a.first_at_ms - b.first_at_ms || (a.alert_id < b.alert_id ? -1 : a.alert_id > b.alert_id ? 1 : 0);
}

/**
 * Splits alerts into those that belong together, by the entities they share. What comes out depends on the alerts
 * alone, not on the order in which they were raised. Each group is in order of time.
 */
export function groupAlerts(alerts: Iterable<Alert>): Alert[][] {
  const sorted = [...alerts].sort(compareAlerts);
  const parents = sorted.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    for (let each = index; each !== root; ) {
      const next = parents[each] ?? root;
      parents[each] = root;
      each = next;
    }
    return root;
  };
  const everyones = everyonesLinks(sorted);
  const seen = new Map<string, { index: number; last_ms: number }>();
  for (const [index, alert] of sorted.entries()) {
    const own = alert.links.filter((link) => !everyones.has(`${alert.origin} ${link}`));
    // Whoever has nothing of their own belongs with their like.
    for (const link of own.length === 0 ? alert.links.slice(0, 1) : own) {
      const key = `${alert.origin} ${link}`;
      const before = seen.get(key);
      if (before !== undefined && alert.first_at_ms <= before.last_ms + ACTIVE_MS) {
        parents[rootOf(index)] = rootOf(before.index);
        before.last_ms = Math.max(before.last_ms, alert.last_at_ms);
      } else seen.set(key, { index, last_ms: alert.last_at_ms });
    }
  }
  const groups = new Map<number, Alert[]>();
  for (const [index, alert] of sorted.entries()) {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [alert]);
    else group.push(alert);
  }
  return [...groups.values()];
}

/** Links that alerts about too many different agents (or, without an agent, others) share. */
function everyonesLinks(alerts: readonly Alert[]): Set<string> {
  const sharers = new Map<string, Set<string>>();
  const shared = new Set<string>();
  for (const alert of alerts) {
    const who = alert.links.find((link) => link.startsWith('agent:')) ?? alert.links[0] ?? '';
    for (const link of alert.links) {
      if (link === who) continue;
      const key = `${alert.origin} ${link}`;
      const known = sharers.get(key);
      if (known === undefined) sharers.set(key, new Set([who]));
      else known.add(who);
      if ((known?.size ?? 1) > SHARED_BY_MAX) shared.add(key);
    }
  }
  return shared;
}

import type { Group } from './group.ts';

interface Entry {
  readonly due_ms: number;
  readonly group: Group;
}

/** Groups that wait for time to pass, the next one first (a binary heap). An entry whose group changed its mind is skipped. */
export class DueGroups {
  readonly #heap: Entry[] = [];

  add(group: Group): void {
    const heap = this.#heap;
    const entry = { due_ms: group.due_ms, group };
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.due_ms <= entry.due_ms) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  /** Groups whose moment has passed, counting each one's lateness. */
  *take(watermark_ms: number, latenessOf: (group: Group) => number): Generator<Group> {
    // Latenesses differ by rule: what is due but has to wait for its lateness goes back.
    const waiting: Group[] = [];
    for (
      let first = this.#heap[0];
      first !== undefined && first.due_ms < watermark_ms;
      first = this.#heap[0]
    ) {
      this.#removeFirst();
      const { group, due_ms } = first;
      if (group.due_ms !== due_ms) continue;
      if (watermark_ms === Number.MAX_SAFE_INTEGER || due_ms < watermark_ms - latenessOf(group)) yield group;
      else waiting.push(group);
    }
    for (const group of waiting) this.add(group);
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && right.due_ms < left.due_ms) child += 1;
      const below = heap[child];
      if (below === undefined || below.due_ms >= last.due_ms) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

import type { Item, Tokens } from '../sources/item.ts';
import { RecentMap } from '../sources/recent-map.ts';

/** Facts remembered so that none is given twice. Some 100 bytes each: bounds the memory however long a log is. */
const KEYS_MAX = 300_000;

/**
 * Gives each fact once and whole: an answer that stands in several entries as one turn with all its text, before what it
 * called; usage when it is final; copies not at all.
 */
export class ItemMerger {
  readonly #given = new RecentMap<true>(KEYS_MAX);
  readonly #usages = new Map<string, Item>();
  #turn: Item | null = null;
  /** What belongs to the turn, waiting behind it. */
  #behind: Item[] = [];

  /** Takes the next item; returns what is certain now. */
  take(item: Item): Item[] {
    if (this.#given.has(item.key)) return this.#continue(item);
    if (item.kind === 'usage') return this.#takeUsage(item);
    const held = this.#turn;
    if (held !== null && item.message !== undefined && item.message === held.message) {
      if (item.key === held.key) this.#turn = joinTurn(held, item);
      else if (!this.#behind.some((each) => each.key === item.key)) this.#behind.push(item);
      return [];
    }
    const done = [...this.#release(), ...(startsAnother(item) ? this.#settle(item.message) : [])];
    if (item.kind === 'turn' && item.message !== undefined) this.#turn = item;
    else done.push(this.#give(item));
    return done;
  }

  /** After the last item of a source. */
  end(): Item[] {
    return [...this.#release(), ...this.#settle(undefined)];
  }

  /** After the last source: totals, which any source may have raised. */
  totals(): Item[] {
    const totals = [...this.#usages.values()];
    this.#usages.clear();
    return totals.map((item) => this.#give(item));
  }

  /** A turn that was given goes on: what is new in it is not another turn. */
  #continue(item: Item): Item[] {
    if (item.kind !== 'turn' || item.text === undefined) return [];
    const key = `${item.key} ${item.text}`;
    if (this.#given.has(key)) return [];
    this.#given.set(key, true);
    return [{ ...item, kind: 'note', key, type: 'turn continued' }];
  }

  #takeUsage(item: Item): Item[] {
    const held = this.#usages.get(item.key);
    if (item.message === undefined && item.cumulative !== true) return [...this.#release(), this.#give(item)];
    // One answer's usage grows while it is written; a total replaces the one before.
    this.#usages.set(
      item.key,
      held === undefined || item.cumulative === true ? item : laterUsage(held, item),
    );
    return [];
  }

  #release(): Item[] {
    const held = this.#turn;
    if (held === null) return [];
    const items = [held, ...this.#behind].map((item) => this.#give(item));
    if (held.text !== undefined) this.#given.set(`${held.key} ${held.text}`, true);
    this.#turn = null;
    this.#behind = [];
    return items;
  }

  /** Usage of answers other than this one: they are finished. */
  #settle(message: string | undefined): Item[] {
    const settled = [...this.#usages.values()].filter(
      (item) => item.cumulative !== true && (message === undefined || item.message !== message),
    );
    for (const item of settled) this.#usages.delete(item.key);
    return settled.filter((item) => !this.#given.has(item.key)).map((item) => this.#give(item));
  }

  #give(item: Item): Item {
    this.#given.set(item.key, true);
    return item;
  }
}

function startsAnother(item: Item): boolean {
  return item.message !== undefined;
}

function joinTurn(held: Item, next: Item): Item {
  if (next.text === undefined || next.text === held.text) return held;
  return { ...held, text: held.text === undefined ? next.text : `${held.text}\n${next.text}` };
}

function laterUsage(held: Item, next: Item): Item {
  return { ...next, tokens: laterTokens(held.tokens, next.tokens), cost_usd: next.cost_usd ?? held.cost_usd };
}

function laterTokens(held: Tokens | undefined, next: Tokens | undefined): Tokens | undefined {
  if (held === undefined || next === undefined) return next ?? held;
  const larger = (name: Exclude<keyof Tokens, 'input_includes_cache_read'>) => {
    const [a, b] = [held[name], next[name]];
    return a === undefined || b === undefined ? (b ?? a) : Math.max(a, b);
  };
  return {
    input: larger('input'),
    output: larger('output'),
    cache_read: larger('cache_read'),
    cache_write: larger('cache_write'),
    reasoning: larger('reasoning'),
    total: larger('total'),
    input_includes_cache_read: next.input_includes_cache_read,
  };
}

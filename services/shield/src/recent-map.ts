/**
 * A map that forgets: it holds at least the half of its limit that was used last, and at most the limit. Two
 * generations instead of an exact order of use, so that reading and writing cost the same however full it is.
 */
export class RecentMap<V> {
  readonly #weightMax: number;
  readonly #weigh: (value: V, key: string) => number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  #youngWeight = 0;
  #oldWeight = 0;

  /** Without a weigher each entry weighs 1. */
  constructor(weightMax: number, weigh: (value: V, key: string) => number = () => 1) {
    this.#weightMax = weightMax;
    this.#weigh = weigh;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get weight(): number {
    return this.#youngWeight + this.#oldWeight;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    // Used again: it survives the next change of generations.
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.delete(key);
    const weight = this.#weigh(value, key);
    if (weight > this.#weightMax / 2) return;
    if (this.#youngWeight + weight > this.#weightMax / 2) {
      this.#old = this.#young;
      this.#oldWeight = this.#youngWeight;
      this.#young = new Map();
      this.#youngWeight = 0;
    }
    this.#young.set(key, value);
    this.#youngWeight += weight;
  }

  delete(key: string): void {
    const young = this.#young.get(key);
    if (young !== undefined) {
      this.#young.delete(key);
      this.#youngWeight -= this.#weigh(young, key);
    }
    const old = this.#old.get(key);
    if (old === undefined) return;
    this.#old.delete(key);
    this.#oldWeight -= this.#weigh(old, key);
  }
}

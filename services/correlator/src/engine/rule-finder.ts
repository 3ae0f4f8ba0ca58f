import type { DetectionRule, RuleSet } from '../rules/rule.ts';
import { type FieldReader, type Fields, fieldReader, textOf } from '../sigma/fields.ts';
import { anchorsOf } from '../sigma/test-tree.ts';

interface IndexedField {
  readonly read: FieldReader;
  readonly rules: Map<string, number[]>;
}

/**
 * Finds the detections that an event matches. Most rules want some field to be one of a few values: those are only
 * asked when it is. The others are asked about every event.
 */
export class RuleFinder {
  readonly #rules: readonly DetectionRule[];
  readonly #fields: IndexedField[] = [];
  readonly #always: number[] = [];
  /** Event number at which a rule was last asked, so that two anchors do not ask twice. */
  readonly #asked: Float64Array;
  #event = 0;

  constructor(ruleSet: RuleSet) {
    this.#rules = ruleSet.detections.filter(
      (rule) => rule.alerts || rule.shadow || (ruleSet.consumers.get(rule.key)?.length ?? 0) > 0,
    );
    this.#asked = new Float64Array(this.#rules.length);
    const fields = new Map<string, IndexedField>();
    for (const [number, rule] of this.#rules.entries()) {
      const anchors = anchorsOf(rule.tree);
      if (anchors === null) {
        this.#always.push(number);
        continue;
      }
      for (const [name, value] of anchors) {
        let field = fields.get(name);
        if (field === undefined) {
          field = { read: fieldReader(name), rules: new Map() };
          fields.set(name, field);
          this.#fields.push(field);
        }
        const rules = field.rules.get(value);
        if (rules === undefined) field.rules.set(value, [number]);
        else if (!rules.includes(number)) rules.push(number);
      }
    }
  }

  /** Calls `found` with each rule that the event matches. */
  find(fields: Fields, found: (rule: DetectionRule) => void): void {
    this.#event += 1;
    for (const { read, rules } of this.#fields) {
      const value = read(fields);
      if (value === undefined || value === null) continue;
      if (Array.isArray(value)) for (const each of value) this.#ask(rules, each, fields, found);
      else this.#ask(rules, value, fields, found);
    }
    for (const number of this.#always) this.#askOne(number, fields, found);
  }

  #ask(
    rules: ReadonlyMap<string, readonly number[]>,
    value: unknown,
    fields: Fields,
    found: (rule: DetectionRule) => void,
  ): void {
    const text = textOf(value);
    if (text === null) return;
    const numbers = rules.get(text) ?? rules.get(text.toLowerCase());
    if (numbers === undefined) return;
    for (const number of numbers) this.#askOne(number, fields, found);
  }

  #askOne(number: number, fields: Fields, found: (rule: DetectionRule) => void): void {
    if (this.#asked[number] === this.#event) return;
    this.#asked[number] = this.#event;
    const rule = this.#rules[number];
    if (rule?.matches(fields)) found(rule);
  }
}

import { isDeepStrictEqual } from 'node:util';
import type { BrokerObject } from './stream-configs.ts';

/**
 * Fields that newer servers add on their own, with the values that change nothing for us. `metadata` is where 2.11+
 * notes its own version; a consumer's `name` repeats `durable_name`.
 */
const HARMLESS: Readonly<Record<string, (value: unknown) => boolean>> = {
  metadata: () => true,
  name: () => true,
  compression: (value) => value === 'none',
  consumer_limits: (value) => isDeepStrictEqual(value, {}),
  persist_mode: (value) => value === 'default',
};

/**
 * Differences between what was asked for and what the broker holds, one sentence per field. Fields the broker leaves
 * out count as their zero value; fields nobody asked for must have it.
 */
export function compareConfig(what: string, desired: BrokerObject, actual: BrokerObject): string[] {
  const differences: string[] = [];
  for (const [field, expected] of Object.entries(desired)) {
    const value = actual[field];
    if (isDeepStrictEqual(value, expected) || (value === undefined && isZero(expected))) continue;
    differences.push(`${what}: ${field} is ${show(value)}, should be ${show(expected)}`);
  }
  for (const [field, value] of Object.entries(actual)) {
    if (field in desired || isZero(value) || HARMLESS[field]?.(value) === true) continue;
    differences.push(`${what}: ${field} is ${show(value)}, should not be set`);
  }
  return differences;
}

function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 0 || value === '';
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

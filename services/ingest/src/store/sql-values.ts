/** Absent facts are NULL, and booleans 0 or 1. */
export function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : value ? 1 : 0;
}

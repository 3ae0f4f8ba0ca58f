/** One thing that `doctor` looked at. `unknown` = it could not be found out, which is not the same as good. */
export interface Check {
  readonly name: string;
  readonly result: 'good' | 'bad' | 'unknown';
  /** What was seen. */
  readonly seen: string;
  /** What to do, when the result is not good. */
  readonly fix?: string;
}

export function good(name: string, seen: string): Check {
  return { name, result: 'good', seen };
}
export function bad(name: string, seen: string, fix: string): Check {
  return { name, result: 'bad', seen, fix };
}
export function unknown(name: string, seen: string, fix: string): Check {
  return { name, result: 'unknown', seen, fix };
}

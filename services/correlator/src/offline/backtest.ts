import { readFileSync } from 'node:fs';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Case } from './case.ts';
import type { RunResult } from './run-events.ts';

const Expectations = z.record(
  z.string(),
  z.strictObject({
    at_least: z.int().min(0).optional(),
    at_most: z.int().min(0).optional(),
    exactly: z.int().min(0).optional(),
  }),
);
type Expectations = z.infer<typeof Expectations>;

export interface BacktestOutcome {
  readonly cases: readonly Case[];
  readonly warnings: readonly string[];
  /** Alerts by rule. */
  readonly fired: Readonly<Record<string, number>>;
}

/** Compares what rules raised with what a file expects of them. */
export function backtest(
  result: RunResult,
  expectFile: string | undefined,
  unexpected: string,
): BacktestOutcome {
  const expectations = expectFile === undefined ? {} : readExpectations(expectFile);
  const fired: Record<string, number> = {};
  for (const alert of result.alerts) fired[alert.rule] = (fired[alert.rule] ?? 0) + 1;
  const cases: Case[] = Object.entries(expectations).map(([rule, expected]) => ({
    name: rule,
    failure: compare(fired[rule] ?? 0, expected),
  }));
  const warnings: string[] = [];
  for (const [rule, count] of Object.entries(fired)) {
    if (Object.hasOwn(expectations, rule) || unexpected === 'ignore') continue;
    const message = `fired ${count} times without being expected`;
    if (unexpected === 'fail') cases.push({ name: rule, failure: message });
    else warnings.push(`${rule} ${message}`);
  }
  return { cases, warnings, fired };
}

function compare(count: number, { at_least, at_most, exactly }: Expectations[string]): string | null {
  if (exactly !== undefined && count !== exactly) return `fired ${count} times, expected ${exactly}`;
  if (at_least !== undefined && count < at_least)
    return `fired ${count} times, expected at least ${at_least}`;
  return at_most !== undefined && count > at_most
    ? `fired ${count} times, expected at most ${at_most}`
    : null;
}

function readExpectations(file: string): Expectations {
  try {
    return Expectations.parse(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)[0]
        : error instanceof Error
          ? error.message
          : String(error);
    throw new ConfigError(
      `${file} is no list of expectations: ${why ?? 'unreadable'}. Write: rule_name: { exactly: 1 }`,
    );
  }
}

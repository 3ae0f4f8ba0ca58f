import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostCheckState } from '@clawnex/proto/events/host.ts';
import { HostSnapshot } from '@clawnex/proto/events/host.ts';
import type { AdvisorySet } from '../advisories/advisory.ts';
import { LINUX, type Machine, scanMachine } from './machine.ts';

/** One machine for each result that a check can give. */
export interface CheckCases {
  readonly pass: Machine;
  readonly fail: Machine;
  /** Absent where the check applies to every machine. */
  readonly not_applicable?: Machine;
  /** Scanned by a user who may not read everything. */
  readonly not_evaluated: Machine;
  /** What every machine of this check has; Linux where not given. */
  readonly base?: Machine;
  /** Advisories beside those that ship. */
  readonly advisories?: readonly AdvisorySet[];
}

const RESULTS = ['pass', 'fail', 'not_applicable', 'not_evaluated'] as const;

/** Declares one test for each check: each machine gives the result it is made for, with evidence, reason and fix. */
export function testCases(cases: Readonly<Record<string, CheckCases>>): void {
  for (const [check, { base = LINUX, advisories = [], ...machines }] of Object.entries(cases))
    test(`${check} tells its results apart`, async () => {
      for (const expected of RESULTS) {
        const machine = machines[expected];
        if (machine === undefined) continue;
        const snapshot = await scanMachine(
          { ...base, ...machine },
          { check, advisories, asNobody: expected === 'not_evaluated' },
        );
        assertState(snapshot, expected);
      }
    });
}

function assertState(snapshot: HostSnapshot, expected: HostCheckState['result']): void {
  const { findings, checks } = HostSnapshot.parse(snapshot);
  const shown = JSON.stringify(
    findings.map(({ result, subject, evidence, reason }) => ({ result, subject, evidence, reason })),
    null,
    1,
  );
  assert.equal(checks?.[0]?.result, expected, shown);
  for (const { result, evidence, fix, reason } of findings) {
    if (result === 'pass' || result === 'fail') assert.notEqual(evidence, '', shown);
    else assert.ok((reason ?? '').length > 10, shown);
    if (result === 'fail') assert.ok(fix.length > 5, shown);
  }
}

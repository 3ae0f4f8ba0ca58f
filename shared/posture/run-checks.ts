import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { maskSecrets } from '../detection/excerpt.ts';
import { builtinRuleset } from '../detection/ruleset.ts';
import type { Clock } from '../kernel/clock.ts';
import { contentId, newId } from '../kernel/ids.ts';
import type { Check, CheckResult, Platform } from './check.ts';
import { fitSnapshot } from './fit-snapshot.ts';
import type { Outcome } from './outcome.ts';

/** All checks run side by side; one that hangs (a dead network mount) must leave time for the command's answer. */
const CHECK_DEADLINE_MS = 20_000;
/** A check with more results than this says the same thing again. */
const RESULTS_MAX = 100;
/** What matters first when several results speak of one subject. */
const WEIGHT = { fail: 3, not_evaluated: 2, pass: 1, not_applicable: 0 } as const;

export interface RunOptions {
  readonly host: string;
  readonly platform: Platform | 'other';
  readonly clock: Clock;
  /** Time one check may take; shorter in tests. */
  readonly deadline_ms?: number;
}

/** Runs every check against the facts. A check that fails to answer in time is not evaluated, and never a pass. */
export async function runChecks<Facts>(
  checks: readonly Check<Facts>[],
  facts: Promise<Outcome<Facts>>,
  options: RunOptions,
): Promise<PostureSnapshot> {
  const started_at_ms = options.clock.now();
  const results = await Promise.all(
    checks.map(async (check) => ({ check, results: await runCheck(check, facts, options) })),
  );
  const findings = new Map<string, Finding>();
  for (const { check, results: ofCheck } of results) {
    for (const result of ofCheck) {
      const finding = toFinding(check, result, options.host);
      const known = findings.get(finding.finding_id);
      if (known === undefined || WEIGHT[finding.result] > WEIGHT[known.result])
        findings.set(finding.finding_id, finding);
    }
  }
  return fitSnapshot({
    snapshot_id: newId(started_at_ms),
    started_at_ms,
    ended_at_ms: Math.max(started_at_ms, options.clock.now()),
    findings: [...findings.values()],
    checks_total: checks.length,
  });
}

async function runCheck<Facts>(
  check: Check<Facts>,
  facts: Promise<Outcome<Facts>>,
  { platform, deadline_ms = CHECK_DEADLINE_MS }: RunOptions,
): Promise<readonly CheckResult[]> {
  if (platform === 'other' || !check.platforms.includes(platform)) {
    const reason = `This check is made for ${check.platforms.join(' and ')}; this is ${platform === 'other' ? 'another system' : platform}.`;
    return [{ result: 'not_applicable', subject: 'this system', evidence: '', reason }];
  }
  const timer = new AbortController();
  const unknown = (reason: string): CheckResult[] => [
    { result: 'not_evaluated', subject: 'the check itself', evidence: '', reason },
  ];
  try {
    const late = sleep(deadline_ms, null, { signal: timer.signal, ref: false }).catch(() => null);
    const evaluated = facts.then((read) => (read.ok ? check.evaluate(read.value) : unknown(read.message)));
    const results = await Promise.race([evaluated, late]);
    if (results === null) return unknown(`It did not end within ${deadline_ms} ms.`);
    if (results.length === 0) return unknown('It gave no result.');
    return limitResults(results);
  } catch (error) {
    return unknown(`It failed: ${error instanceof Error ? error.message : 'unknown error'}`);
  } finally {
    timer.abort();
  }
}

function limitResults(results: readonly CheckResult[]): readonly CheckResult[] {
  if (results.length <= RESULTS_MAX) return results;
  const kept = results.toSorted((a, b) => WEIGHT[b.result] - WEIGHT[a.result]).slice(0, RESULTS_MAX);
  const left = results.length - RESULTS_MAX;
  return [
    ...kept,
    {
      result: 'not_evaluated',
      subject: 'the rest',
      evidence: '',
      reason: `${left} more results were left out: a check reports at most ${RESULTS_MAX}.`,
    },
  ];
}

function toFinding<Facts>(check: Check<Facts>, result: CheckResult, host: string): Finding {
  const settled = result.result === 'pass' || result.result === 'not_applicable';
  return {
    finding_id: contentId(check.id, host, result.subject),
    check: check.id,
    title: cut(check.title, 240),
    result: result.result,
    severity: result.severity ?? check.severity,
    subject: cut(clean(result.subject), 512),
    why: cut(check.why, 600),
    evidence: cut(clean(result.evidence), 2_000),
    fix: settled ? '' : cut(clean(result.fix ?? check.fix), 1_000),
    ...(result.reason === undefined ? {} : { reason: cut(clean(result.reason), 600) }),
  };
}

/** Names and lines come from files of others: secrets are masked in all of them. */
function clean(text: string): string {
  return text === '' ? '' : maskSecrets(text, builtinRuleset());
}

function cut(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

import {
  type CommandRequest,
  type CommandResponse,
  TRY_CASES_MAX,
  TryResult,
} from '@clawnex/proto/commands.ts';
import { OWN_CASES_MAX } from '@clawnex/proto/http/dashboard/shield-tests.ts';
import { Origin, VERDICTS, Verdict } from '@clawnex/proto/scan.ts';
import type { CommandAnswer } from '@clawnex/shared/bus/commands.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import type { Actor } from '../policy/policy-keeper.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import { BUILTIN_CASES, type TestCase } from './builtin-cases.ts';
import {
  deleteOwnCase,
  insertOwnCase,
  insertRun,
  listOwnCases,
  listRuns,
  type RunRow,
} from './shield-tests.sql.ts';

const HISTORY_ROWS = 50;
const OWN_SUITE = 'own';

const OwnCase = z.object({
  origin: Origin,
  side: z.enum(['request', 'response']),
  text: z.string(),
  expected: Verdict,
});

/** What a case gave in a run. */
const CaseResult = TryResult.extend({ case_id: z.string(), passed: z.boolean() });
type CaseResult = z.infer<typeof CaseResult>;
const Results = z.array(CaseResult);

type Try = (request: CommandRequest<'judge_try'>) => Promise<CommandAnswer<'judge_try'>>;
export type NewCase = Pick<TestCase, 'title' | 'origin' | 'side' | 'text' | 'expected'>;

/** The shield tests: built-in cases and operators' own, run against the shield as it is. */
export class ShieldTestBench {
  readonly #writer: ControlWriter;
  readonly #clock: Clock;
  readonly #try: Try;
  readonly #runs: PreparedQuery<RunRow>;
  readonly #own: PreparedQuery<{ case_id: string; name: string; case_json: string }>;
  readonly #insertRun: PreparedWrite;
  readonly #insertCase: PreparedWrite;
  readonly #deleteCase: PreparedWrite;

  constructor(writer: ControlWriter, clock: Clock, tryCases: Try) {
    this.#writer = writer;
    this.#clock = clock;
    this.#try = tryCases;
    this.#runs = prepareQuery(writer.db, listRuns);
    this.#own = prepareQuery(writer.db, listOwnCases);
    this.#insertRun = prepareWrite(writer.db, insertRun);
    this.#insertCase = prepareWrite(writer.db, insertOwnCase);
    this.#deleteCase = prepareWrite(writer.db, deleteOwnCase);
  }

  cases(): TestCase[] {
    const own = this.#own.all().map(
      ({ case_id, name, case_json }): TestCase => ({
        ...OwnCase.parse(JSON.parse(case_json)),
        case_id,
        suite: OWN_SUITE,
        title: name,
      }),
    );
    return [...BUILTIN_CASES, ...own];
  }

  history(): RunRow[] {
    return this.#runs.all({ limit: HISTORY_ROWS });
  }

  /** What each case gave in a run, by its id. */
  resultsOf(run: RunRow | undefined): ReadonlyMap<string, CaseResult> {
    const results = run === undefined ? [] : Results.parse(JSON.parse(run.results_json));
    return new Map(results.map((result) => [result.case_id, result]));
  }

  async run(by: Actor): Promise<{ ok: true; run: RunRow } | HttpFailure> {
    const cases = this.cases();
    const results: CaseResult[] = [];
    let told: CommandResponse<'judge_try'> | undefined;
    for (let from = 0; from < cases.length; from += TRY_CASES_MAX) {
      const some = cases.slice(from, from + TRY_CASES_MAX);
      const answer = await this.#try({
        cases: some.map(({ text, origin, side }) => ({ text, origin, side })),
      });
      if (!answer.ok)
        return failure(
          answer.code === 'timed_out' ? 'timed_out' : 'unavailable',
          `The shield did not run the tests: ${answer.message}`,
        );
      told = answer.value;
      for (const [index, one] of some.entries()) {
        const result = answer.value.results[index];
        if (result !== undefined)
          results.push({ ...result, case_id: one.case_id, passed: isAsExpected(one, result) });
      }
    }
    const at_ms = this.#clock.now();
    const run: RunRow = {
      ...{ run_id: newId(at_ms), at_ms, by: by.username },
      ...{ policy_revision: told?.policy_revision ?? 0, ruleset: told?.ruleset ?? '' },
      ...{ cases_total: results.length, cases_failed: results.filter(({ passed }) => !passed).length },
      results_json: JSON.stringify(results),
    };
    const written = await this.#writer.write(() => {
      this.#insertRun(run);
      const detail = { cases: run.cases_total, failed: run.cases_failed, address: by.address };
      this.#writer.audit({
        actor: by.username,
        action: 'shield_tests_run',
        target: `run:${run.run_id}`,
        detail,
      });
    });
    return written.ok ? { ok: true, run } : written;
  }

  async addCase(wish: NewCase, by: Actor): Promise<{ ok: true; case_id: string } | HttpFailure> {
    const at_ms = this.#clock.now();
    const case_id = newId(at_ms);
    const written = await this.#writer.write((): HttpFailure | null => {
      if (this.#own.all().length >= OWN_CASES_MAX)
        return failure('conflict', `There are ${OWN_CASES_MAX} own cases: remove some.`);
      const { title, origin, side, text, expected } = wish;
      const case_json = JSON.stringify({ origin, side, text, expected });
      this.#insertCase({ case_id, name: title, case_json, at_ms, by: by.username });
      const detail = { title, origin, side, expected, address: by.address };
      this.#writer.audit({
        actor: by.username,
        action: 'shield_test_added',
        target: `case:${case_id}`,
        detail,
      });
      return null;
    });
    if (!written.ok) return written;
    return written.value ?? { ok: true, case_id };
  }

  async endCase(case_id: string, by: Actor): Promise<{ ok: true; case_id: string } | HttpFailure> {
    const written = await this.#writer.write((): HttpFailure | null => {
      if (this.#deleteCase({ case_id }).changes === 0)
        return failure('not_found', 'There is no such case of your own.');
      const detail = { address: by.address };
      this.#writer.audit({
        actor: by.username,
        action: 'shield_test_ended',
        target: `case:${case_id}`,
        detail,
      });
      return null;
    });
    if (!written.ok) return written;
    return written.value ?? { ok: true, case_id };
  }
}

function isAsExpected({ expected }: TestCase, { verdict }: TryResult): boolean {
  return expected === 'allow' ? verdict === 'allow' : VERDICTS.indexOf(verdict) >= VERDICTS.indexOf(expected);
}

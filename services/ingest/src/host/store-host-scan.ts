import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import * as sql from './host-scan.sql.ts';

/**
 * Keeps what a host scan says beyond its findings: a line of history for every run, everything of the newest. A scan of an
 * older host scanner has no grade, and leaves no line.
 */
export function prepareHostScans(db: Database) {
  const insert = prepareWrite(db, sql.insertHostScan);
  const latest = prepareQuery(db, sql.readLatestHostScan);
  const putLatest = prepareWrite(db, sql.putLatestHostScan);
  const forget = prepareWrite(db, sql.deleteHostVulnerabilities);
  const insertVulnerability = prepareWrite(db, sql.insertHostVulnerability);
  return ({ envelope, data }: ReceivedEvent<'host.snapshot'>): void => {
    const { origin, host } = envelope;
    const { snapshot_id, ended_at_ms, grade, vulnerabilities = [] } = data;
    if (grade === undefined) return;
    const leftOut = data.vulnerabilities_left_out ?? 0;
    insert({
      snapshot_id,
      host,
      origin,
      ended_at_ms,
      score: grade.score,
      letter: grade.letter,
      coverage_percent: grade.coverage_percent,
      passed: grade.passed,
      failed: grade.failed,
      not_evaluated: grade.not_evaluated,
      not_applicable: grade.not_applicable,
      vulnerabilities: vulnerabilities.length + leftOut,
      exploited: vulnerabilities.filter(({ exploited }) => exploited).length,
    });
    if (latest.get({ origin, host })?.snapshot_id !== snapshot_id) return;
    putLatest({
      origin,
      host,
      snapshot_id,
      ended_at_ms,
      grade_json: JSON.stringify(grade),
      checks_json: JSON.stringify(data.checks ?? []),
      advisories_json: JSON.stringify(data.advisories ?? []),
      inventory_json: JSON.stringify(data.inventory ?? []),
      inventory_total: data.inventory_total ?? 0,
      vulnerabilities_left_out: leftOut,
      lynis_json: data.lynis === undefined ? null : JSON.stringify(data.lynis),
    });
    forget({ origin, host });
    for (const [position, { aliases, exploited, malicious, ...vulnerability }] of vulnerabilities.entries())
      insertVulnerability({
        ...vulnerability,
        origin,
        host,
        position,
        aliases_json: JSON.stringify(aliases),
        exploited: exploited ? 1 : 0,
        malicious: malicious ? 1 : 0,
      });
  };
}

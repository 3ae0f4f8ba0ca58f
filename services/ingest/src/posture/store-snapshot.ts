import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import {
  insertSnapshot,
  markVanished,
  putFinding,
  readLatestSnapshot,
  readVanished,
} from './snapshot.sql.ts';

type SnapshotEvent = ReceivedEvent<'trust.snapshot'> | ReceivedEvent<'host.snapshot'>;

/**
 * Keeps a run's results. The newest run of a host replaces the results before it; a run that arrives late only widens
 * the time in which its findings were seen.
 */
export function prepareSnapshots(db: Database) {
  const insert = prepareWrite(db, insertSnapshot);
  const latest = prepareQuery(db, readLatestSnapshot);
  const put = prepareWrite(db, putFinding);
  const vanished = prepareQuery(db, readVanished);
  const vanish = prepareWrite(db, markVanished);
  return ({ type, envelope, data }: SnapshotEvent, batch: Batch): void => {
    const { origin, host } = envelope;
    const { snapshot_id } = data;
    const source = type === 'trust.snapshot' ? 'trust' : 'host';
    insert({
      snapshot_id,
      source,
      host,
      origin,
      started_at_ms: data.started_at_ms,
      ended_at_ms: data.ended_at_ms,
      checks_total: data.checks_total,
      findings_total: data.findings.length,
      failed_total: data.findings.filter(({ result }) => result === 'fail').length,
    });
    const isLatest = latest.get({ origin, source, host })?.snapshot_id === snapshot_id;
    for (const finding of data.findings) {
      put({
        origin,
        source,
        host,
        finding_id: finding.finding_id,
        present: isLatest ? 1 : 0,
        revision: batch.nextRevision('findings'),
        check_name: finding.check,
        title: finding.title,
        result: finding.result,
        severity: finding.severity,
        subject: finding.subject,
        why: finding.why,
        evidence: finding.evidence,
        fix: finding.fix,
        reason: finding.reason ?? null,
        first_seen_ms: data.ended_at_ms,
        last_seen_ms: data.ended_at_ms,
        snapshot_id,
      });
    }
    if (!isLatest) return;
    for (const { finding_id } of vanished.all({ origin, source, host, snapshot_id })) {
      vanish({ origin, source, host, finding_id, revision: batch.nextRevision('findings') });
    }
  };
}

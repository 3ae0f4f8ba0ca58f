import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareEnforcement } from '../enforcement/store-enforcement.ts';
import { prepareJudgements } from '../exchanges/store-judgement.ts';
import { prepareLogRecords } from '../exchanges/store-log-record.ts';
import { prepareHostChanges } from '../host/store-host-change.ts';
import { prepareHostScans } from '../host/store-host-scan.ts';
import { prepareAlerts } from '../incidents/store-alert.ts';
import { prepareIncidents } from '../incidents/store-incident.ts';
import { prepareNotices } from '../notices/store-notice.ts';
import { prepareSnapshots } from '../posture/store-snapshot.ts';
import { prepareScans } from '../scans/store-scan.ts';
import { prepareUsageMatches } from '../sessions/match-usage.ts';
import { prepareAgentSessions } from '../sessions/store-agent-session.ts';
import { prepareRuntimeChanges } from '../sessions/store-runtime-change.ts';
import { prepareSessionEntries } from '../sessions/store-session-entry.ts';
import type { Batch } from '../store/batch.ts';
import { prepareTrustChanges, prepareTrustDetails } from '../trust/store-trust.ts';
import { prepareRememberEvent } from './remember-event.ts';

export type EventOutcome = 'stored' | 'repeated';

/** Writes an event's effect once, inside the batch's transaction: a repeat of its id changes nothing. */
export function prepareApplyEvent(
  db: Database,
  clock: Clock,
): (event: ReceivedEvent, batch: Batch) => EventOutcome {
  const remember = prepareRememberEvent(db, clock);
  const storeJudgement = prepareJudgements(db);
  const storeLogRecord = prepareLogRecords(db);
  const storeScan = prepareScans(db);
  const storeSessionEntry = prepareSessionEntries(db);
  const agentSessions = prepareAgentSessions(db);
  const usageMatches = prepareUsageMatches(db);
  const storeRuntimeChange = prepareRuntimeChanges(db);
  const storeAlert = prepareAlerts(db);
  const storeIncident = prepareIncidents(db);
  const storeSnapshot = prepareSnapshots(db);
  const storeHostScan = prepareHostScans(db);
  const storeHostChange = prepareHostChanges(db);
  const storeTrustDetails = prepareTrustDetails(db);
  const storeTrustChange = prepareTrustChanges(db);
  const storeNotice = prepareNotices(db);
  const storeEnforcement = prepareEnforcement(db);

  function store(event: ReceivedEvent, batch: Batch): void {
    switch (event.type) {
      case 'exchange.judged':
        storeJudgement(event, batch);
        break;
      case 'exchange.logged':
        storeLogRecord(event, batch);
        usageMatches.keepAnswer(event, batch);
        break;
      case 'scan.completed':
        storeScan(event, batch);
        agentSessions.scanned(event, batch);
        break;
      case 'enforcement.changed':
        storeEnforcement(event);
        break;
      case 'session.observed':
        storeSessionEntry(event, batch);
        agentSessions.observed(event, batch);
        usageMatches.keepUsage(event, batch);
        break;
      case 'runtime.changed':
        storeRuntimeChange(event, batch);
        break;
      case 'alert.raised':
        storeAlert(event, batch);
        break;
      case 'incident.changed':
        storeIncident(event, batch);
        break;
      case 'trust.snapshot':
        storeSnapshot(event, batch);
        storeTrustDetails(event);
        break;
      case 'trust.changed':
        storeTrustChange(event);
        break;
      case 'host.snapshot':
        storeSnapshot(event, batch);
        storeHostScan(event);
        break;
      case 'host.changed':
        storeHostChange(event);
        break;
      case 'daemon.noticed':
        storeNotice(event);
        break;
      default:
        // A new event type does not compile until it has a place here.
        event satisfies never;
    }
  }

  return (event, batch) => {
    if (!remember(event.envelope.id)) return 'repeated';
    store(event, batch);
    return 'stored';
  };
}

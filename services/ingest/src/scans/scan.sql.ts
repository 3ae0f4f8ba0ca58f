import { defineInsert } from '@clawnex/shared/store/statement.ts';

export const insertScan = defineInsert('scans', [
  'event_id',
  'revision',
  'at_ms',
  'host',
  'origin',
  'instance',
  'agent',
  'session',
  'scan_source',
  'ruleset',
  'block_hash',
  'block_origin',
  'block_index',
  'length',
  'verdict',
  'score',
  'block_json',
  'tool',
  'entry_id',
  'latency_us',
]);

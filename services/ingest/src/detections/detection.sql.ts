import { defineInsert } from '@clawnex/shared/store/statement.ts';

export const insertDetection = defineInsert('detections', [
  'judgement',
  'scan',
  'at_ms',
  'host',
  'origin',
  'agent',
  'session',
  'block_hash',
  'block_origin',
  'rule',
  'category',
  'severity',
  'confidence',
  'count',
]);

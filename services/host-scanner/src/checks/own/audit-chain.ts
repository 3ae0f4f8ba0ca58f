import type { HostCheck } from '../host-check.ts';
import { fail, pass, unread } from '../results.ts';
import { unasked } from './unasked.ts';

export const auditChain: HostCheck = {
  id: 'CN-06',
  category: 'clawnex',
  title: 'The audit trail was changed',
  why: 'Each row carries the hash of the one before: a break says that someone rewrote what operators did.',
  severity: 'critical',
  platforms: ['linux', 'darwin'],
  reads: ['audit rows of <ClawNex home>/clawnex.db and their signed anchors'],
  fix: 'clawnex audit verify names the first bad row: keep the database as evidence, and restore the newest backup before it.',
  references: ['nist-800-53.au-9', 'nist-800-53.au-10'],
  async evaluate({ root, ownHomes, ownStore }) {
    if (ownStore === null) return [await unasked({ root, ownHomes }, 'audit trail', 'clawnex audit verify')];
    const verdict = ownStore.verifyAudit();
    if (!verdict.ok) return [unread('audit trail', verdict)];
    return [
      verdict.value.whole ? pass('audit trail', verdict.value.said) : fail('audit trail', verdict.value.said),
    ];
  },
};

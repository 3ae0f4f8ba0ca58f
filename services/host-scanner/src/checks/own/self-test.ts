import type { HostCheck } from '../host-check.ts';
import { fail, pass, unread } from '../results.ts';
import { unasked } from './unasked.ts';

const HOUR_MS = 3_600_000;
/** The self-test runs every minute or so; a day without one means that it fails or is switched off. */
const AGE_MAX_MS = 24 * HOUR_MS;

export const selfTest: HostCheck = {
  id: 'CN-07',
  category: 'clawnex',
  title: 'Nobody has proven lately that the shield blocks',
  why: 'A shield that passes everything looks like a quiet day. A known-bad call now and then tells the two apart.',
  severity: 'medium',
  platforms: ['linux', 'darwin'],
  reads: ['the newest blocked test call in <ClawNex home>/clawnex.db'],
  fix: 'clawnex doctor',
  references: ['nist-800-53.ca-7', 'nist-800-53.si-6'],
  async evaluate({ root, ownHomes, ownStore, now_ms }) {
    if (ownStore === null) return [await unasked({ root, ownHomes }, 'self-test', 'clawnex doctor')];
    const last = ownStore.lastSelfTest();
    if (!last.ok) return [unread('self-test', last)];
    if (last.value === null)
      return [fail('self-test', 'No known-bad call was ever blocked on its whole path.')];
    const hours = Math.floor((now_ms - last.value) / HOUR_MS);
    const seen = `A known-bad call was last blocked ${hours} hours ago.`;
    return [now_ms - last.value > AGE_MAX_MS ? fail('self-test', seen) : pass('self-test', seen)];
  },
};

import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import { rows } from '../../accounts/read-accounts.ts';
import type { HostFacts } from '../../facts.ts';

const FILE_BYTES_MAX = 1_048_576;
const KINDS: readonly (readonly [prefix: string, kind: string])[] = [
  ['$y$', 'yescrypt'],
  ['$gy$', 'gost-yescrypt'],
  ['$7$', 'scrypt'],
  ['$2', 'bcrypt'],
  ['$6$', 'SHA-512'],
  ['$5$', 'SHA-256'],
  ['$1$', 'MD5'],
];

export interface ShadowEntry {
  readonly name: string;
  /** How the password is kept; `empty`, `locked`, or the name of the hash. The hash itself is never kept. */
  readonly kind: string;
}

/** /etc/shadow, or the helper's answer, which holds only the first characters of each hash. */
export async function readShadow(facts: HostFacts): Promise<Outcome<readonly ShadowEntry[]>> {
  const file = await facts.root.readText('/etc/shadow', FILE_BYTES_MAX);
  if (file.ok) return { ok: true, value: rows(file.value).map(toEntry) };
  const probed = await facts.probe('shadow');
  if (probed.ok) return { ok: true, value: rows(probed.value).map(toEntry) };
  return refuse(file.code, `${file.message} ${probed.message}`);
}

function toEntry([name = '', hash = '']: readonly string[]): ShadowEntry {
  if (hash === '' || hash === 'empty') return { name, kind: 'empty' };
  if (/^[!*x]/.test(hash)) return { name, kind: 'locked' };
  return { name, kind: KINDS.find(([prefix]) => hash.startsWith(prefix))?.[1] ?? 'DES' };
}

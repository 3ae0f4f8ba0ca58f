import { runtimeOfUnit } from '../../agents/agent-users.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, notApplicable, pass } from '../results.ts';

/** What a unit can take from an agent without it noticing; the value is what the drop-in sets. */
const WANTED: readonly (readonly [key: string, value: string])[] = [
  ['NoNewPrivileges', 'yes'],
  ['ProtectSystem', 'strict'],
  ['ProtectHome', 'tmpfs'],
  ['PrivateTmp', 'yes'],
  ['RestrictAddressFamilies', 'AF_INET AF_INET6 AF_UNIX'],
  ['CapabilityBoundingSet', ''],
  ['MemoryMax', '4G'],
];
const OFF = new Set(['no', 'false', '0', 'off']);

export const unitHardening: HostCheck = {
  id: 'AI-27',
  category: 'ai_runtime',
  title: 'The unit of an agent is not confined',
  why: 'A few lines in the unit keep an injected command from the rest of the disk, from new rights, and from eating the memory.',
  severity: 'medium',
  reads: ['units of agents with their drop-ins, in /etc, /usr/lib, /run and homes'],
  platforms: ['linux'],
  fix: 'systemctl edit <unit>, and add the missing lines',
  references: ['nist-800-53.sc-39', 'owasp-asi.asi05-2026', 'cis-docker.5.10'],
  async evaluate(facts) {
    const { units, gaps } = await facts.units();
    const results = units.flatMap((unit) => {
      const runtime = runtimeOfUnit(unit.values('Service', 'ExecStart'));
      if (runtime === null) return [];
      // Units of a user's own manager cannot take capabilities or mount namespaces away in every release.
      const wanted =
        unit.home === null
          ? WANTED
          : WANTED.filter(([key]) => key === 'NoNewPrivileges' || key === 'MemoryMax');
      const missing = wanted.filter(([key]) =>
        isMissing(unit.values('Service', key), unit.has('Service', key)),
      );
      if (missing.length === 0)
        return [pass(unit.path, `${runtime}: ${wanted.map(([key]) => key).join(', ')} are set.`)];
      const lines = missing.map(([key, value]) => `${key}=${value}`).join('\\n');
      return [
        fail(
          unit.path,
          `${runtime}: ${missing.map(([key]) => key).join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`,
          {
            fix: `mkdir -p ${unit.path}.d && printf '[Service]\\n${lines}\\n' > ${unit.path}.d/confine.conf && systemctl daemon-reload`,
          },
        ),
      ];
    });
    if (results.length === 0 && gaps.length === 0)
      return [notApplicable('units', 'No unit starts an agent runtime.')];
    return [...results, ...gapsOf('units', gaps)];
  },
};

/** An empty value takes everything away, which is what CapabilityBoundingSet is set for. */
function isMissing(values: readonly string[], isSet: boolean): boolean {
  const last = values.at(-1);
  return last === undefined ? !isSet : OFF.has(last.toLowerCase());
}

import type { Severity } from '@clawnex/proto/scan.ts';
import type { ProbeId } from '../../probes/probe-list.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';

const PROTECTIONS: readonly {
  readonly probe: ProbeId;
  readonly name: string;
  readonly good: RegExp;
  readonly severity: Severity;
  readonly fix: string;
}[] = [
  {
    probe: 'sip',
    name: 'System Integrity Protection',
    good: /status:\s{0,4}enabled/i,
    severity: 'critical',
    fix: 'Start into recovery, then: csrutil enable',
  },
  {
    probe: 'gatekeeper',
    name: 'Gatekeeper',
    good: /assessments enabled/i,
    severity: 'high',
    fix: 'sudo spctl --master-enable',
  },
  {
    probe: 'filevault',
    name: 'FileVault',
    good: /FileVault is On/i,
    severity: 'high',
    fix: 'sudo fdesetup enable',
  },
];

export const macProtections: HostCheck = {
  id: 'HK-04',
  category: 'kernel',
  title: 'A protection of macOS is off',
  why: 'Integrity protection, Gatekeeper and FileVault keep malware out of the system, strangers’ programs from starting, and thieves from the disk.',
  severity: 'critical',
  platforms: ['darwin'],
  reads: ['csrutil status', 'spctl --status', 'fdesetup status'],
  fix: 'csrutil enable (in recovery); sudo spctl --master-enable; sudo fdesetup enable',
  references: ['cis-macos.5.1.2', 'cis-macos.2.6.5', 'cis-macos.2.6.6', 'nist-800-53.si-7'],
  async evaluate(facts) {
    return await Promise.all(
      PROTECTIONS.map(async ({ probe, name, good, severity, fix }) => {
        const answer = await facts.probe(probe);
        if (!answer.ok) return notEvaluated(name, answer.message);
        const shown = answer.value.trim().slice(0, 200);
        return good.test(answer.value) ? pass(name, shown) : fail(name, shown, { severity, fix });
      }),
    );
  },
};

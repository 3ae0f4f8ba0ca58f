import type { HostSnapshot } from '@clawnex/proto/events/host.ts';
import type { Severity } from '@clawnex/proto/scan.ts';
import { VERSION } from '@clawnex/shared/kernel/version.ts';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
const KINDS = { pass: 'pass', fail: 'fail', not_applicable: 'notApplicable', not_evaluated: 'open' } as const;

/** A snapshot as a SARIF 2.1.0 log: checks are rules, findings are results with their stable ids as fingerprints. */
export function toSarif(snapshot: HostSnapshot): unknown {
  const checks = snapshot.checks ?? [];
  const indexOf = new Map(checks.map(({ check }, index) => [check, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ClawNex host scanner',
            version: VERSION,
            rules: checks.map(({ check, title, severity, category, references }) => ({
              id: check,
              shortDescription: { text: title },
              defaultConfiguration: { level: LEVELS[severity] },
              properties: { category, tags: references },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: new Date(snapshot.started_at_ms).toISOString(),
            endTimeUtc: new Date(snapshot.ended_at_ms).toISOString(),
          },
        ],
        properties: { grade: snapshot.grade },
        results: snapshot.findings.map((finding) => ({
          ruleId: finding.check,
          ruleIndex: indexOf.get(finding.check) ?? -1,
          kind: KINDS[finding.result],
          level: finding.result === 'fail' ? LEVELS[finding.severity] : 'none',
          message: {
            text: [finding.evidence || finding.reason || finding.title, finding.fix]
              .filter((text) => text !== '')
              .join('\n'),
          },
          locations: [locationOf(finding.subject)],
          partialFingerprints: { 'clawnexFinding/v1': finding.finding_id },
        })),
      },
    ],
  };
}

/** A path becomes a file; a port or a process stays a name. */
function locationOf(subject: string): unknown {
  const [path = ''] = subject.split(' ');
  if (path.startsWith('/'))
    return { physicalLocation: { artifactLocation: { uri: `file://${encodeURI(path)}` } } };
  return { logicalLocations: [{ fullyQualifiedName: subject }] };
}

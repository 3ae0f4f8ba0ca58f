import { CHECKS } from '../checks/all-checks.ts';
import type { Report } from './build-report.ts';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;
/** GitHub shows this as the severity of a security result, 0 to 10. */
const SCORES = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '1.0' } as const;

/** A report in SARIF 2.1.0, for code hosts and editors. Places are below the home. */
export function toSarif(report: Report, version: string): unknown {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ClawNex trust audit',
            version,
            rules: CHECKS.map(({ id, title, why, severity, references }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: why },
              defaultConfiguration: { level: LEVELS[severity] },
              properties: { 'security-severity': SCORES[severity], tags: ['security', ...references] },
            })),
          },
        },
        originalUriBaseIds: { HOME: { description: { text: 'The home that was audited' } } },
        results: report.findings.map((finding) => ({
          ruleId: finding.check,
          level: LEVELS[finding.severity],
          message: { text: `${finding.title}. ${finding.evidence}. Fix: ${finding.fix}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(finding.file.replace(/^~\/?/, '')), uriBaseId: 'HOME' },
                region: { startLine: Math.max(1, finding.line) },
              },
              logicalLocations: [{ fullyQualifiedName: finding.pointer }],
            },
          ],
          partialFingerprints: { 'clawnex/v1': finding.finding_id },
          properties: {
            severity: finding.severity,
            risk: finding.risk,
            paths: finding.paths,
            combinations: finding.combinations,
          },
        })),
        invocations: [
          {
            executionSuccessful: report.not_evaluated.length === 0,
            toolExecutionNotifications: report.not_evaluated.map(({ check, subject, reason }) => ({
              level: 'warning',
              message: { text: `${check} ${subject}: ${reason}` },
            })),
          },
        ],
      },
    ],
  };
}

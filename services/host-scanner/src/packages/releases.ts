import type { Severity } from '@clawnex/proto/scan.ts';
import { compareVersions, parseVersion } from './compare-versions.ts';

/** A range of releases with a known problem. */
export interface BadRelease {
  readonly ids: readonly string[];
  readonly severity: Severity;
  /** First release with the problem; every older one too where it is not given. */
  readonly from?: string;
  /** First release without it. */
  readonly before: string;
  readonly what: string;
}

/** Releases of LiteLLM that were tampered with, and the ranges of vulnerabilities that are exploited. */
export const LITELLM_RELEASES: readonly BadRelease[] = [
  {
    ids: ['PYSEC-2026-2', 'MAL-2026-2144'],
    severity: 'critical',
    from: '1.82.7',
    before: '1.82.9',
    what: 'releases 1.82.7 and 1.82.8 carry malware that sends credentials away',
  },
  {
    ids: [],
    severity: 'high',
    from: '1.107.0',
    before: '1.107.1',
    what: 'release 1.107.0 is reported as compromised (not confirmed by an advisory)',
  },
  {
    ids: ['CVE-2026-42208'],
    severity: 'critical',
    from: '1.81.16',
    before: '1.83.7',
    what: 'SQL injection without authentication, known to be exploited',
  },
  {
    ids: ['CVE-2026-42271'],
    severity: 'critical',
    from: '1.74.2',
    before: '1.83.7',
    what: 'command execution through the MCP test endpoints, known to be exploited',
  },
];

export const OPENCLAW_RELEASES: readonly BadRelease[] = [
  {
    ids: ['CVE-2026-25253'],
    severity: 'critical',
    before: '2026.1.29',
    what: 'the Control UI gives the gateway token to a stranger’s address',
  },
  {
    ids: ['CVE-2026-28472'],
    severity: 'high',
    before: '2026.2.2',
    what: 'the device identity check can be bypassed',
  },
  {
    ids: ['CVE-2026-28463'],
    severity: 'high',
    before: '2026.2.14',
    what: 'files can be read through safeBins',
  },
  {
    ids: ['CVE-2026-28363'],
    severity: 'high',
    before: '2026.2.23',
    what: 'safeBins can be bypassed',
  },
  {
    ids: ['CVE-2026-22172', 'GHSA-rqpp-rjj8-7wv8'],
    severity: 'critical',
    before: '2026.3.12',
    what: 'clients with the shared token declare their own rights',
  },
  {
    ids: ['CVE-2026-44109'],
    severity: 'high',
    before: '2026.4.15',
    what: 'the Feishu webhook can be called without authentication',
  },
  {
    ids: ['CVE-2026-44112', 'CVE-2026-44113', 'CVE-2026-44115', 'CVE-2026-44116', 'CVE-2026-44118'],
    severity: 'critical',
    before: '2026.4.22',
    what: 'a chain of flaws from a message to the host, and server-side request forgery',
  },
  {
    ids: ['CVE-2026-100599'],
    severity: 'critical',
    from: '2026.5.1',
    before: '2026.7.1',
    what: 'code execution on a node through Google Meet',
  },
  {
    ids: ['CVE-2026-102806'],
    severity: 'medium',
    before: '2026.9.5',
    what: 'the media root breaks the isolation of the sandbox',
  },
];

/** Date up to which the lists above are kept: nothing is known of what was published later. */
export const RELEASES_KNOWN_UNTIL = '2026-11-22';

/** The problems of a release; null when its version is not of a known form. */
export function problemsOf(version: string, releases: readonly BadRelease[]): readonly BadRelease[] | null {
  const parsed = parseVersion(version);
  if (parsed === null) return null;
  return releases.filter(({ from, before }) => {
    const first = from === undefined ? null : parseVersion(from);
    const fixed = parseVersion(before);
    if (fixed === null) return false;
    return (first === null || compareVersions(parsed, first) >= 0) && compareVersions(parsed, fixed) < 0;
  });
}

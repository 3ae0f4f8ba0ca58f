import type { Finding, PostureSnapshot } from '@clawnex/proto/events/posture.ts';

/** The stream takes 1 MiB; the envelope and multi-byte characters need room. */
const SNAPSHOT_BYTES_MAX = 900_000;
const FINDINGS_MAX = 2_000;
const KEEP_ORDER = ['fail', 'not_evaluated', 'pass', 'not_applicable'] as const;

/** A snapshot is one event: when it would not fit, passes go first, and the last finding says how many are missing. */
export function fitSnapshot(snapshot: PostureSnapshot): PostureSnapshot {
  const ordered = snapshot.findings.toSorted(
    (a, b) => KEEP_ORDER.indexOf(a.result) - KEEP_ORDER.indexOf(b.result),
  );
  const kept: Finding[] = [];
  let bytes = 0;
  for (const finding of ordered) {
    bytes += Buffer.byteLength(JSON.stringify(finding)) + 1;
    if (bytes > SNAPSHOT_BYTES_MAX || kept.length === FINDINGS_MAX) break;
    kept.push(finding);
  }
  if (kept.length === ordered.length) return { ...snapshot, findings: ordered };
  const last = kept.pop();
  if (last === undefined) return { ...snapshot, findings: [] };
  const missing = ordered.length - kept.length;
  kept.push({
    ...last,
    result: 'not_evaluated',
    evidence: '',
    reason: `${missing} findings were left out from here on: one run's results must fit into one event.`,
  });
  return { ...snapshot, findings: kept };
}

import type { ModelArtefact } from '@clawnex/shared/detection/model/artefact.ts';

/** The artefact as the formatter would write it: one field a line, one point of the calibration a line. */
export function formatArtefact({
  version,
  bias,
  scale,
  calibration,
  count,
  features,
}: ModelArtefact): string {
  const points = calibration.map(([logit, weight]) => `    [${logit}, ${weight}]`).join(',\n');
  return `{
  "version": ${JSON.stringify(version)},
  "bias": ${bias},
  "scale": ${scale},
  "calibration": [
${points}
  ],
  "count": ${count},
  "features": ${JSON.stringify(features)}
}
`;
}

import { Pill, SeverityPill, type Shape, type Tone } from '../ui/mark.tsx';
import type { Finding } from './finding-order.ts';

interface Look {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly word: string;
  readonly about: string;
}

export const RESULT_LOOKS: Record<Finding['result'], Look> = {
  fail: { shape: 'cross', tone: 'high', word: 'fail', about: 'Looked at and found wanting' },
  not_evaluated: {
    shape: 'dashed',
    tone: 'medium',
    word: 'not evaluated',
    about: 'Could not be looked at, with the reason; never counted as a pass',
  },
  pass: { shape: 'disc', tone: 'ok', word: 'pass', about: 'Looked at and found in order' },
  not_applicable: {
    shape: 'bar',
    tone: 'dim',
    word: 'not applicable',
    about: 'There is nothing to look at here',
  },
};

/** How grave it is where something fails; otherwise what came of looking. */
export function FindingPill({ finding }: { finding: Pick<Finding, 'result' | 'severity'> }) {
  if (finding.result === 'fail') return <SeverityPill severity={finding.severity} />;
  const { shape, tone, word, about } = RESULT_LOOKS[finding.result];
  return (
    <Pill shape={shape} tone={tone} title={about}>
      {word}
    </Pill>
  );
}

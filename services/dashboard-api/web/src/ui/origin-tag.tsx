import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Tag } from './mark.tsx';

/** Marks what is not real; real activity carries no mark. */
export function OriginTag({ origin, what }: { origin: TrafficOrigin; what: string }) {
  if (origin === 'live') return null;
  return (
    <Tag title={`${origin === 'demo' ? 'Scripted demo' : 'Test'} ${what}, never counted as real`}>
      {origin}
    </Tag>
  );
}

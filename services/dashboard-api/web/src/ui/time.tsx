import { useClock } from './clock.ts';
import { formatAge, formatExact, formatSpan } from './format.ts';

/** How long ago, with the exact time on hover. */
export function Age({ at, suffix = '' }: { at: string; suffix?: string }) {
  const ms = Date.parse(at);
  const text = useClock((now) => formatAge(now - ms));
  return (
    <time dateTime={at} title={formatExact(ms)}>
      {text === 'now' ? text : text + suffix}
    </time>
  );
}

/** How long something has lasted: `2 d 4 h`. */
export function Lasting({ since }: { since: string }) {
  const ms = Date.parse(since);
  const text = useClock((now) => formatSpan(Math.max(0, now - ms)));
  return (
    <time dateTime={since} title={`since ${formatExact(ms)}`}>
      {text}
    </time>
  );
}

/** The exact time, for evidence. */
export function Exact({ at }: { at: string }) {
  return <time dateTime={at}>{formatExact(at)}</time>;
}

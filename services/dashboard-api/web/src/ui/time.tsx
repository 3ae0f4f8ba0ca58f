import { useClock } from './clock.ts';
import { formatAge, formatCountdown, formatExact, formatSpan } from './format.ts';

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

/** What is left until then: `41 min 3 s left`, or that it is over. */
export function Left({ until }: { until: string }) {
  const ms = Date.parse(until);
  const text = useClock((now) => (ms <= now ? 'over' : `${formatSpan(ms - now)} left`));
  return (
    <time dateTime={until} title={`until ${formatExact(ms)}`}>
      {text}
    </time>
  );
}

/** `12:41`, `1:02:41`: counts down, for what must not be overlooked. */
export function Countdown({ until }: { until: string }) {
  const ms = Date.parse(until);
  const text = useClock((now) => formatCountdown(Math.max(0, ms - now)));
  return (
    <time dateTime={until} title={`until ${formatExact(ms)}`}>
      {text}
    </time>
  );
}

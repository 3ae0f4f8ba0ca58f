import { live } from '../../live/live.ts';
import { useLiveState } from '../../live/use-live.ts';
import { Button } from '../button.tsx';
import { useClock } from '../clock.ts';
import { formatClock, formatSpan } from '../format.ts';
import { Pill } from '../mark.tsx';
import { Banner } from '../states.tsx';
import css from './frame.module.css';

/** A connection younger than this is not news: nothing flickers while the page opens or a daemon restarts. */
const QUIET_MS = 1_500;

export function ConnectionState() {
  const { status, since } = useLiveState();
  const quiet = useClock((now) => now - since < QUIET_MS);
  const from = `since ${formatClock(since)}`;
  const content =
    status === 'open' ? (
      <Pill shape="disc" tone="ok" title={`Changes arrive as they happen, ${from}`}>
        <span className={css['long']}>live</span>
      </Pill>
    ) : status === 'connecting' || quiet ? (
      <Pill shape="arc" tone="dim" title={`Connecting, ${from}`}>
        <span className={css['long']}>connecting</span>
      </Pill>
    ) : (
      <Pill shape="cross" tone="critical" title={`No live updates ${from}`}>
        <span className={css['long']}>not live</span>
      </Pill>
    );
  return (
    <span className={css['status']} role="img" aria-label={`Live updates: ${status}, ${from}`}>
      {content}
    </span>
  );
}

/** Over every page while the stream is away: since when, and when the next attempt is. */
export function StaleBanner() {
  const { status, since, retry_at: retryAt } = useLiveState();
  const shown = useClock((now) => status === 'lost' && now - since >= QUIET_MS);
  const lasted = useClock((now) => formatSpan(now - since));
  const wait = useClock((now) => Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1_000)));
  if (!shown) return null;
  return (
    <Banner label="Live updates lost">
      <Pill shape="cross" tone="critical" strong>
        Not live since {formatClock(since)} ({lasted})
      </Pill>
      <span>
        The dashboard-api does not answer. What you see may be out of date.{' '}
        {wait === 0 ? 'Trying again now.' : `Next try in ${wait} s.`}
      </span>
      <Button onClick={() => live.retryNow()}>Try now</Button>
    </Banner>
  );
}

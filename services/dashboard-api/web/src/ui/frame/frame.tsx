import { Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { queryClient } from '../../api/queries.ts';
import { live } from '../../live/live.ts';
import { useLiveFeed } from '../../live/use-live.ts';
import { buttonClass, Glyph, KeyCap } from '../button.tsx';
import { useKeys } from '../keys.ts';
import { useStored } from '../stored.ts';
import { say, Toast } from '../toast.tsx';
import { ConnectionState, StaleBanner } from './connection.tsx';
import css from './frame.module.css';
import { KeyMap } from './key-map.tsx';
import { NAV_PAGES } from './nav.ts';
import { OperatorMenu } from './operator-menu.tsx';
import { Palette } from './palette.tsx';
import { Protection } from './protection.tsx';
import { Rail, railChoice, toggleRail } from './rail.tsx';
import { RangePicker } from './range-picker.tsx';

/** What stands around every page: rail, top bar, live feed, palette, keys. */
export function Frame() {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  const rail = useStored(railChoice);
  const { title, ranged } = usePlace();

  function leave(): void {
    live.stop();
    const next = window.location.pathname + window.location.search;
    // What was read leaves the memory, but only once no page of the frame is there to miss it.
    void navigate({ to: '/sign-in', search: { next } }).then(() => queryClient.clear());
  }

  async function signOut(): Promise<void> {
    const outcome = await call('signOut', {});
    if (!outcome.ok && outcome.failure.code !== 'not_signed_in') {
      say(`Still signed in. ${outcome.failure.message}`);
      return;
    }
    live.announceSignedOut();
    leave();
  }

  useLiveFeed(leave);
  useKeys({
    palette: () => setOpen('palette'),
    help: () => setOpen('keys'),
    rail: toggleRail,
    ...Object.fromEntries(
      NAV_PAGES.map(({ key, to }) => [key, () => void navigate({ to, search: (view) => view })]),
    ),
  });
  useEffect(() => {
    document.title = `${title} · ClawNex`;
  }, [title]);

  return (
    <div className={css['frame']} data-rail={rail}>
      <a href="#main" className={`${buttonClass('primary')} ${css['skip']}`}>
        Skip to the content
      </a>
      <Rail />
      <header className={css['top']}>
        <h1 className={css['where']}>{title}</h1>
        {ranged ? <RangePicker /> : null}
        <span className={css['spring']} />
        <button
          type="button"
          className={`${css['control']} ${css['find']}`}
          onClick={() => setOpen('palette')}
        >
          <Glyph name="search" />
          <span>Go, act, find</span>
          <KeyCap name="palette" />
        </button>
        <Protection />
        <ConnectionState />
        <OperatorMenu onSignOut={() => void signOut()} onKeyMap={() => setOpen('keys')} />
      </header>
      <main id="main" className={css['main']} tabIndex={-1}>
        <StaleBanner />
        <div className={css['content']}>
          <Outlet />
        </div>
      </main>
      {open === 'palette' ? (
        <Palette
          onClose={() => setOpen(null)}
          onKeyMap={() => setOpen('keys')}
          onSignOut={() => void signOut()}
        />
      ) : null}
      {open === 'keys' ? <KeyMap onClose={() => setOpen(null)} /> : null}
      <Toast />
    </div>
  );
}

/** Title of the page in sight, and whether a time range applies to it. */
function usePlace(): { title: string; ranged: boolean } {
  const matches = useMatches();
  const place = matches.findLast((match) => match.staticData.title !== undefined)?.staticData;
  return { title: place?.title ?? 'ClawNex', ranged: place?.ranged === true };
}

import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Glyph, IconButton, KeyCap } from '../button.tsx';
import { keyCaps } from '../keys.ts';
import { Menu } from '../menu.tsx';
import { storedChoice, useStored } from '../stored.ts';
import { useMe } from './me.ts';
import { NAV_GROUPS, type NavPage } from './nav.ts';
import css from './rail.module.css';

type RailWidth = 'wide' | 'narrow';
export const railChoice = storedChoice<RailWidth>('rail', 'wide', (value) =>
  value === 'wide' || value === 'narrow' ? value : null,
);

export function toggleRail(): void {
  railChoice.write(railChoice.read() === 'wide' ? 'narrow' : 'wide');
}

interface Group {
  readonly label: string;
  readonly pages: readonly NavPage[];
}

export function Rail() {
  const me = useMe();
  const width = useStored(railChoice);
  const groups = NAV_GROUPS.map(({ label, pages }) => ({
    label,
    pages: pages.filter((page) => me.permissions.includes(page.permission)),
  })).filter(({ pages }) => pages.length > 0);
  return (
    <nav className={css['rail']} aria-label="Pages">
      <div className={css['brand']}>
        <img src="/icon.svg" alt="" />
        <span className={css['label']}>ClawNex</span>
      </div>
      <div className={css['groups']}>
        {groups.map((group) => (
          <div key={group.label}>
            <div className={css['group']}>{group.label}</div>
            {group.pages.map((page) => (
              <PageLink key={page.to} page={page} />
            ))}
          </div>
        ))}
        <AllPages groups={groups} />
      </div>
      <div className={css['foot']}>
        <IconButton
          glyph="rail"
          label={
            width === 'wide'
              ? `Collapse the rail (${keyCaps('rail')})`
              : `Widen the rail (${keyCaps('rail')})`
          }
          onClick={toggleRail}
        />
      </div>
    </nav>
  );
}

function PageLink({ page }: { page: NavPage }) {
  return (
    <Link
      to={page.to}
      search={(view) => view}
      className={css['link']}
      data-first={page.first}
      activeProps={{ 'aria-current': 'page' }}
      title={`${page.label} (${keyCaps(page.key)})`}
      aria-label={page.label}
    >
      <Glyph name={page.glyph} />
      <span className={css['label']}>{page.label}</span>
      <KeyCap name={page.key} />
    </Link>
  );
}

/** On a phone the bar holds the first pages; this leads to all of them. */
function AllPages({ groups }: { groups: readonly Group[] }) {
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<Element | null>(null);
  return (
    <>
      <button
        type="button"
        className={`${css['link']} ${css['all']}`}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Glyph name="more" />
        All pages
      </button>
      {anchor === null ? null : (
        <Menu
          label="All pages"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          sections={groups.map(({ label, pages }) => ({
            heading: label,
            items: pages.map((page) => ({
              label: page.label,
              run: () => void navigate({ to: page.to, search: (view) => view }),
            })),
          }))}
        />
      )}
    </>
  );
}

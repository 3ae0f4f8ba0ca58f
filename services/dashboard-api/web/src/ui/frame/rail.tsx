import { Link } from '@tanstack/react-router';
import { Glyph, IconButton, KeyCap } from '../button.tsx';
import { keyCaps } from '../keys.ts';
import { storedChoice, useStored } from '../stored.ts';
import { useMe } from './me.ts';
import { NAV_GROUPS } from './nav.ts';
import css from './rail.module.css';

type RailWidth = 'wide' | 'narrow';
export const railChoice = storedChoice<RailWidth>('rail', 'wide', (value) =>
  value === 'wide' || value === 'narrow' ? value : null,
);

export function toggleRail(): void {
  railChoice.write(railChoice.read() === 'wide' ? 'narrow' : 'wide');
}

export function Rail() {
  const me = useMe();
  const width = useStored(railChoice);
  return (
    <nav className={css['rail']} aria-label="Pages">
      <div className={css['brand']}>
        <img src="/icon.svg" alt="" />
        <span className={css['label']}>ClawNex</span>
      </div>
      <div className={css['groups']}>
        {NAV_GROUPS.map((group) => (
          <div key={group.label}>
            <div className={css['group']}>{group.label}</div>
            {group.pages
              .filter((page) => me.permissions.includes(page.permission))
              .map((page) => (
                <Link
                  key={page.to}
                  to={page.to}
                  search={(view) => view}
                  className={css['link']}
                  activeProps={{ 'aria-current': 'page' }}
                  title={`${page.label} (${keyCaps(page.key)})`}
                  aria-label={page.label}
                >
                  <Glyph name={page.glyph} />
                  <span className={css['label']}>{page.label}</span>
                  <KeyCap name={page.key} />
                </Link>
              ))}
          </div>
        ))}
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

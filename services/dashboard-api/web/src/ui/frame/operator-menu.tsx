import { useState } from 'react';
import { Glyph } from '../button.tsx';
import { formatClock } from '../format.ts';
import { Menu } from '../menu.tsx';
import { useStored } from '../stored.ts';
import { THEMES, themeChoice } from '../theme.ts';
import css from './frame.module.css';
import { useMe } from './me.ts';

export function OperatorMenu({ onSignOut, onKeyMap }: { onSignOut: () => void; onKeyMap: () => void }) {
  const me = useMe();
  const theme = useStored(themeChoice);
  const [anchor, setAnchor] = useState<Element | null>(null);
  return (
    <>
      <button
        type="button"
        className={css['control']}
        aria-haspopup="menu"
        aria-label={`Operator ${me.username}, role ${me.role}`}
        title={`${me.username}, ${me.role}`}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Glyph name="person" />
        <span className={css['long']}>{me.username}</span>
      </button>
      {anchor === null ? null : (
        <Menu
          label="Operator"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          sections={[
            {
              heading: `${me.username}, ${me.role}. Session ends ${formatClock(Date.parse(me.expires_at))} at the latest`,
              items: [{ label: 'Sign out', run: onSignOut }],
            },
            {
              heading: 'Theme',
              items: THEMES.map((name) => ({
                label: name === 'system' ? 'as the system' : name,
                checked: theme === name,
                stays: true,
                run: () => themeChoice.write(name),
              })),
            },
            { heading: 'Help', items: [{ label: 'Keys', hint: '?', run: onKeyMap }] },
          ]}
        />
      )}
    </>
  );
}

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import css from './tabs.module.css';

export type TabAddress =
  | '/shield/policy'
  | '/shield/containment'
  | '/shield/reviews'
  | '/shield/exceptions'
  | '/shield/rules';

export interface Tab {
  readonly to: TabAddress;
  readonly label: string;
  /** A count that asks for somebody. */
  readonly note?: ReactNode;
}

/** Parts of a page, each with an address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav className={css['tabs']} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          search={(view) => view}
          className={css['tab']}
          activeProps={{ 'aria-current': 'page' }}
        >
          {tab.label}
          {tab.note === undefined ? null : <span className={css['note']}>{tab.note}</span>}
        </Link>
      ))}
    </nav>
  );
}

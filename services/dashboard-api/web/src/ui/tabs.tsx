import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PartAddress } from './frame/nav.ts';
import css from './tabs.module.css';

export interface Tab {
  readonly to: PartAddress;
  readonly label: string;
  /** A count that asks for somebody. */
  readonly note?: ReactNode;
}

/** A page of several parts: their tabs, and the one in sight. */
export function Parts(props: { label: string; tabs: readonly Tab[]; children: ReactNode }) {
  return (
    <div className={css['page']}>
      <Tabs label={props.label} tabs={props.tabs} />
      <div className={css['part']}>{props.children}</div>
    </div>
  );
}

/** Parts of a page, each with an address. */
function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
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

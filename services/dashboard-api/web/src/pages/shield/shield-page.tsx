import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { reviewsQuery } from '../../shield/controls.ts';
import { formatCount } from '../../ui/format.ts';
import { Pill } from '../../ui/mark.tsx';
import { type Tab, Tabs } from '../../ui/tabs.tsx';
import css from './shield.module.css';

/** What the shield does and what operators decided about it: policy, stops, held calls, exceptions, own rules. */
export function ShieldPage() {
  const { data } = useQuery(reviewsQuery);
  const waiting = data?.rows.filter((row) => row.state === 'waits').length ?? 0;
  const tabs: readonly Tab[] = [
    { to: '/shield/policy', label: 'Policy' },
    { to: '/shield/containment', label: 'Containment' },
    {
      to: '/shield/reviews',
      label: 'Review queue',
      ...(waiting === 0
        ? {}
        : {
            note: (
              <Pill shape="triangle" tone="medium" title="Held calls that wait for an operator">
                {formatCount(waiting)}
              </Pill>
            ),
          }),
    },
    { to: '/shield/exceptions', label: 'Exceptions' },
    { to: '/shield/rules', label: 'Own rules' },
  ];
  return (
    <div className={css['page']}>
      <Tabs label="Parts of Prompt Shield" tabs={tabs} />
      <div className={css['part']}>
        <Outlet />
      </div>
    </div>
  );
}

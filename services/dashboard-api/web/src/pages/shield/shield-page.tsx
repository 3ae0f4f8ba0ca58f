import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { reviewsQuery } from '../../shield/controls.ts';
import { formatCount } from '../../ui/format.ts';
import { SHIELD_PARTS } from '../../ui/frame/nav.ts';
import { Pill } from '../../ui/mark.tsx';
import { Parts, type Tab } from '../../ui/tabs.tsx';

/** What the shield makes of a text, and what operators decided about it: policy, stops, held calls, exceptions, own rules. */
export function ShieldPage() {
  const { data } = useQuery(reviewsQuery);
  const waiting = data?.rows.filter((row) => row.state === 'waits').length ?? 0;
  const note = (
    <Pill shape="triangle" tone="medium" title="Held calls that wait for an operator">
      {formatCount(waiting)}
    </Pill>
  );
  const tabs = SHIELD_PARTS.map(
    (part): Tab => (part.to === '/shield/reviews' && waiting > 0 ? { ...part, note } : part),
  );
  return (
    <Parts label="Parts of Prompt Shield" tabs={tabs}>
      <Outlet />
    </Parts>
  );
}

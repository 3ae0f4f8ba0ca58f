import { Outlet } from '@tanstack/react-router';
import { CORRELATION_PARTS } from '../../ui/frame/nav.ts';
import { Parts } from '../../ui/tabs.tsx';

/** How threatened the fleet is and why, the rules that say so, and what is muted. */
export function CorrelationsPage() {
  return (
    <Parts label="Parts of Correlations" tabs={CORRELATION_PARTS}>
      <Outlet />
    </Parts>
  );
}

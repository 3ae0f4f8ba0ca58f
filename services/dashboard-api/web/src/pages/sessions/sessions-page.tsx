import { Outlet } from '@tanstack/react-router';
import { SESSION_PARTS } from '../../ui/frame/nav.ts';
import { Parts } from '../../ui/tabs.tsx';

/** What agents did according to their own logs, and what of it went around the proxy. */
export function SessionsPage() {
  return (
    <Parts label="Parts of Sessions" tabs={SESSION_PARTS}>
      <Outlet />
    </Parts>
  );
}

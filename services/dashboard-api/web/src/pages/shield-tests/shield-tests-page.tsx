import { Outlet } from '@tanstack/react-router';
import { TEST_PARTS } from '../../ui/frame/nav.ts';
import { Parts } from '../../ui/tabs.tsx';

/** Whether the shield still judges what it should, under the policy in force. */
export function ShieldTestsPage() {
  return (
    <Parts label="Parts of Shield Tests" tabs={TEST_PARTS}>
      <Outlet />
    </Parts>
  );
}

import { call } from '../../api/client.ts';
import { FindingPanel } from '../../findings/finding-panel.tsx';
import { findingSpec } from '../../findings/finding-spec.tsx';
import { FindingsList } from '../../findings/findings-list.tsx';
import { RunNow } from '../../findings/run-now.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { HostGrades } from './host-grade.tsx';

const SPEC = findingSpec('/security-posture', 'security-posture');

/** How well the machines under the agents are kept. */
export function SecurityPosturePage() {
  return (
    <FindingsList
      source="host"
      spec={SPEC}
      verb="scanned"
      run={<RunNow verb="Scan now" run={() => call('runHostScan', {})} />}
      more={<HostGrades />}
      empty={
        <EmptyState title="No host scan has been reported yet">
          The host-scanner scans when it starts and every hour after that. If nothing comes:{' '}
          <code>clawnex doctor</code> says whether it runs, and <code>clawnex host scan</code> scans this
          machine at once.
        </EmptyState>
      }
    />
  );
}

export function SecurityPosturePanel() {
  return <FindingPanel base="/security-posture" source="host" />;
}

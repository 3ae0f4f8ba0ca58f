import { call } from '../../api/client.ts';
import { FindingPanel } from '../../findings/finding-panel.tsx';
import { findingSpec } from '../../findings/finding-spec.tsx';
import { FindingsList } from '../../findings/findings-list.tsx';
import { RunNow } from '../../findings/run-now.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TrustChanges } from './trust-changes.tsx';
import { TrustDetailView } from './trust-detail.tsx';

const SPEC = findingSpec('/trust-audit', 'trust-audit');

/** Who can reach what, where a boundary is weak, and the change that closes it. */
export function TrustAuditPage() {
  return (
    <FindingsList
      source="trust"
      spec={SPEC}
      verb="audited"
      run={<RunNow verb="Audit now" run={() => call('runTrustAudit', {})} />}
      more={<TrustChanges />}
      empty={
        <EmptyState title="No trust audit has been reported yet">
          The trust-audit daemon reads the settings of the agents when it starts and whenever they change, and
          reports within a minute. If nothing comes: <code>clawnex doctor</code> says whether it runs, and{' '}
          <code>clawnex trust audit</code> audits this machine at once.
        </EmptyState>
      }
    />
  );
}

export function TrustAuditPanel() {
  return (
    <FindingPanel
      base="/trust-audit"
      source="trust"
      more={(finding) => <TrustDetailView finding={finding} />}
    />
  );
}

import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { Value } from '../../list/filter-in.tsx';
import { RowPanel } from '../../list/row-panel.tsx';
import { type CaseRow, shieldTestsChanged, shieldTestsQuery } from '../../shield/shield-tests.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { formatWord } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Unknown, VerdictPill } from '../../ui/mark.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import { CasePill, Expected, NOT_RUN } from './case-spec.tsx';
import css from './shield-tests.module.css';

/** One case: its text, what is expected, what came of it and why. */
export function CasePanel() {
  const { id } = useParams({ from: '/frame/shield-tests/cases/$id' });
  const { data } = useQuery(shieldTestsQuery);
  const row = data?.cases.find((each) => each.case_id === id);
  return (
    <RowPanel
      base="/shield-tests/cases"
      id={id}
      label="Case"
      title={
        row === undefined ? (
          'Case'
        ) : (
          <>
            <CasePill row={row} /> <ForeignText text={row.title} />
          </>
        )
      }
    >
      {row !== undefined ? (
        <Detail row={row} />
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState title="This case is not there any more">Somebody removed it.</EmptyState>
      )}
    </RowPanel>
  );
}

function Detail({ row }: { row: CaseRow }) {
  const [removing, setRemoving] = useState(false);
  const denial = useDenial(PERMISSION.changePolicy, 'remove a shield test', ['admin', 'responder']);
  return (
    <>
      <Section heading="Expected against actual">
        <Facts
          rows={{
            Expected: <Expected row={row} />,
            Actual: row.actual === null ? <Unknown why={NOT_RUN} /> : <VerdictPill verdict={row.actual} />,
            Decision: row.decision ?? <Unknown why={NOT_RUN} />,
            'Decided by':
              row.decided_by.length === 0 ? 'the thresholds' : <code>{row.decided_by.join(', ')}</code>,
            Rules:
              row.rules.length === 0
                ? 'none fired'
                : row.rules.map((rule, index) => (
                    <span key={rule}>
                      {index === 0 ? '' : ', '}
                      <Value field="rule" value={rule} reachable />
                    </span>
                  )),
          }}
        />
      </Section>
      <Section
        heading="The text"
        meta={`${formatWord(row.origin)}, in the ${row.side === 'request' ? 'request' : 'answer'}`}
      >
        <UntrustedText text={row.text} label="Text of the case" />
      </Section>
      {row.suite !== 'own' ? null : (
        <Section heading="Your own case">
          <div className={css['actions']}>
            <Button disabledReason={denial} onClick={() => setRemoving(true)}>
              Remove it…
            </Button>
          </div>
        </Section>
      )}
      {removing ? (
        <ActDialog
          title="Remove this case"
          verb="Remove the case"
          cannot={denial}
          reason_min={0}
          act={() => call('endShieldTest', { params: { id: row.case_id } })}
          onDone={() => {
            shieldTestsChanged();
            say('The case is removed.');
          }}
          onClose={() => setRemoving(false)}
        >
          <ActText>
            <ForeignText text={row.title} /> is no longer part of the runs. To have it again, add it again.
          </ActText>
        </ActDialog>
      ) : null}
    </>
  );
}

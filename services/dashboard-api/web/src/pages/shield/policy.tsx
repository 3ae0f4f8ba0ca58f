import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, policyQuery, queryClient, unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import css from '../../documents/document-editor.module.css';
import { DocumentEditor, SidePart } from '../../documents/document-editor.tsx';
import { BreakGlassDialog } from '../../shield/break-glass-dialog.tsx';
import { breakGlassQuery, saidAs } from '../../shield/controls.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Pill } from '../../ui/mark.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { FailureState, Skeleton } from '../../ui/states.tsx';
import { Age } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { useLater } from '../../ui/use-later.ts';
import { ExplainPolicy } from './explain-policy.tsx';

type PolicyDocument = RouteAnswer<'readPolicyDocument'>;
type Difference = RouteAnswer<'checkPolicyDocument'>['differences'][number];

const documentQuery = queryOptions({
  queryKey: ['policy-document'],
  queryFn: async ({ signal }) => unwrap(await call('readPolicyDocument', {}, signal)),
  staleTime: 0,
});
const versionsQuery = queryOptions({
  queryKey: ['policy-versions'],
  queryFn: async ({ signal }) => unwrap(await call('listPolicyVersions', { query: { limit: 50 } }, signal)),
  staleTime: 0,
});
const checkQuery = (yaml: string) =>
  queryOptions({
    queryKey: ['policy-check', yaml],
    queryFn: async ({ signal }) => unwrap(await call('checkPolicyDocument', { body: { yaml } }, signal)),
    gcTime: 0,
  });

/** What is typed is checked when the typing pauses. */
const PAUSE_MS = 400;

/** The whole policy as one document: what would change, which line decides, who changed it before. */
export function Policy() {
  const { data, error, refetch } = useQuery(documentQuery);
  if (data !== undefined) return <Editor present={data} />;
  if (error === null) return <Skeleton lines={12} />;
  return (
    <FailureState
      what="The policy could not be read."
      failure={failureOf(error)}
      retry={() => void refetch()}
    />
  );
}

function Editor({ present }: { present: PolicyDocument }) {
  // What the text was started from; another revision meanwhile is somebody else's change.
  const [base, setBase] = useState(present);
  const [yaml, setYaml] = useState(present.yaml);
  const [saving, setSaving] = useState(false);
  const changed = yaml !== base.yaml;
  const settled = useLater(yaml, PAUSE_MS);
  const check = useQuery({ ...checkQuery(settled), enabled: changed && settled === yaml });
  const denial = useDenial(PERMISSION.changePolicy, "change the shield's policy", ['admin', 'responder']);
  const overtaken = present.revision !== base.revision;
  const differences = changed && settled === yaml ? check.data?.differences : undefined;
  const cannot =
    denial ??
    (!changed
      ? 'Nothing is changed yet.'
      : overtaken
        ? 'Somebody else changed the policy meanwhile: compare with theirs first.'
        : differences === undefined
          ? 'It has not passed the check (yet).'
          : differences.length === 0
            ? 'It says the same as the policy in force.'
            : null);
  return (
    <>
      <DocumentEditor
        label="Policy"
        about={
          <>
            Revision {base.revision}.{' '}
            {base.published ? 'In force.' : 'Saved, not yet in force: the broker is away.'}
          </>
        }
        value={yaml}
        onChange={setYaml}
        readOnly={denial !== null}
        verdict={
          overtaken ? (
            <>
              The policy was changed meanwhile (revision {present.revision}).{' '}
              <Button onClick={() => setBase(present)}>Compare with theirs</Button>
            </>
          ) : (
            <Verdict changed={changed} error={check.error} differences={differences} denial={denial} />
          )
        }
        save={{ verb: 'Put in force…', cannot, run: () => setSaving(true) }}
        onReset={
          changed || overtaken
            ? () => {
                setBase(present);
                setYaml(present.yaml);
              }
            : null
        }
      >
        <SidePart heading="What would change">
          {differences === undefined || differences.length === 0 ? (
            <p className={css['dim']}>Nothing: the text says what is in force.</p>
          ) : (
            <Differences differences={differences} />
          )}
        </SidePart>
        <SidePart heading="Which line decides">
          <ExplainPolicy yaml={differences === undefined ? null : yaml} />
        </SidePart>
        <SidePart heading="Who changed it, and why">
          <Versions />
        </SidePart>
        <SidePart heading="Break-glass">
          <BreakGlass />
        </SidePart>
      </DocumentEditor>
      {saving && differences !== undefined ? (
        <ActDialog
          title="Put the policy in force"
          verb="Put in force"
          cannot={cannot}
          reason_min={3}
          act={(reason) => call('writePolicyDocument', { body: { revision: base.revision, yaml, reason } })}
          onDone={(saved) => {
            queryClient.setQueryData(policyQuery.queryKey, saved);
            setBase({ yaml, revision: saved.revision, published: saved.published });
            void queryClient.invalidateQueries({ queryKey: versionsQuery.queryKey });
            void queryClient.invalidateQueries({ queryKey: documentQuery.queryKey });
            say(saidAs(`Policy ${saved.revision} is saved.`, saved.published));
          }}
          onClose={() => setSaving(false)}
        >
          <ActText>{plural(differences.length, 'change')}, from the next call on:</ActText>
          <Differences differences={differences} />
        </ActDialog>
      ) : null}
    </>
  );
}

function Verdict(props: {
  changed: boolean;
  error: Error | null;
  differences: readonly Difference[] | undefined;
  denial: string | null;
}) {
  if (props.denial !== null) return <span className={css['dim']}>{props.denial}</span>;
  if (!props.changed) return <span className={css['dim']}>Edit it here; it is checked as you type.</span>;
  if (props.error !== null) {
    const { message, where } = failureOf(props.error);
    return (
      <>
        <Pill shape="cross" tone="critical" strong>
          Not a policy.
        </Pill>{' '}
        {where === null ? '' : <code>{where}</code>} <ForeignText text={message} />
      </>
    );
  }
  if (props.differences === undefined) return <span className={css['dim']}>Checking…</span>;
  return (
    <Pill shape="disc" tone="ok">
      A good policy, {plural(props.differences.length, 'change')} against the one in force
    </Pill>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">Now</th>
          <th scope="col">Then</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ where, before, after }) => (
          <tr key={where}>
            <th scope="row" className={css['mono']}>
              {where}
            </th>
            <td>{before === null ? <span className={css['dim']}>not there</span> : <del>{before}</del>}</td>
            <td>{after === null ? <span className={css['dim']}>taken out</span> : <ins>{after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Versions() {
  const { data, error } = useQuery(versionsQuery);
  if (error !== null) return <p role="alert">The history could not be read. {failureOf(error).message}</p>;
  if (data === undefined) return null;
  if (data.rows.length === 0)
    return <p className={css['dim']}>Nobody has changed it: the default is in force.</p>;
  return (
    <ScrollRegion label="Changes of the policy" className={css['scroll']}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">Revision</th>
            <th scope="col">Who, why</th>
            <th scope="col">Mode, profile</th>
            <th scope="col" className={css['end']}>
              When
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.revision}>
              <th scope="row">{row.revision}</th>
              <td>
                {row.updated_by}: <ForeignText text={row.reason} />
              </td>
              <td>
                {row.mode}, {row.profile}
              </td>
              <td className={css['end']}>
                <Age at={row.updated_at} suffix=" ago" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function BreakGlass() {
  const { data, error } = useQuery(breakGlassQuery);
  const [open, setOpen] = useState(false);
  if (error !== null) return <p role="alert">It could not be read. {failureOf(error).message}</p>;
  if (data === undefined) return null;
  return (
    <>
      <p>
        Lifts enforcement for 15 min to 4 h, with a reason. Scanning goes on, and each call that would have
        been stopped is counted.{' '}
      </p>
      <Button onClick={() => setOpen(true)}>
        {data.lifting === null || data.lifting.state === 'over' ? 'Lift enforcement…' : 'Look at it…'}
      </Button>
      {open ? <BreakGlassDialog now={data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, queryClient, unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import css from '../../documents/document-editor.module.css';
import { DocumentEditor, SidePart } from '../../documents/document-editor.tsx';
import { saidAs } from '../../shield/controls.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Pill } from '../../ui/mark.tsx';
import { FailureState, Skeleton } from '../../ui/states.tsx';
import { Exact } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { useLater } from '../../ui/use-later.ts';

type Check = RouteAnswer<'checkOwnRules'>;
type DryRun = RouteAnswer<'dryRunOwnRules'>;

const rulesQuery = queryOptions({
  queryKey: ['own-rules'],
  queryFn: async ({ signal }) => unwrap(await call('readOwnRules', {}, signal)),
  staleTime: 0,
});

const PAUSE_MS = 500;
const DRY_RUN_DAYS = 30;

/** Rules of the operators' own, tried on stored traffic before they go live. */
export function OwnRules() {
  const { data, error, refetch } = useQuery(rulesQuery);
  if (data !== undefined) return <Editor key={data.revision} present={data} />;
  if (error === null) return <Skeleton lines={12} />;
  return (
    <FailureState
      what="The own rules could not be read."
      failure={failureOf(error)}
      retry={() => void refetch()}
    />
  );
}

function Editor({ present }: { present: RouteAnswer<'readOwnRules'> }) {
  const [yaml, setYaml] = useState(present.yaml);
  const [saving, setSaving] = useState(false);
  const changed = yaml !== present.yaml;
  const settled = useLater(yaml, PAUSE_MS);
  const check = useQuery({
    queryKey: ['own-rules-check', settled],
    queryFn: async ({ signal }) => unwrap(await call('checkOwnRules', { body: { yaml: settled } }, signal)),
    enabled: settled === yaml,
    gcTime: 0,
  });
  const dryRun = useMutation({
    mutationFn: async () => unwrap(await call('dryRunOwnRules', { body: { yaml, days: DRY_RUN_DAYS } })),
  });
  const denial = useDenial(PERMISSION.changePolicy, 'change the own rules', ['admin', 'responder']);
  const result = settled === yaml ? check.data : undefined;
  const notGood = result?.ok === true ? null : 'They have not passed the check (yet).';
  return (
    <>
      <DocumentEditor
        label="Own rules"
        about={
          <>
            Revision {present.revision}.{' '}
            {present.published ? 'In force.' : 'Saved, not yet in force: the broker is away.'} The format is
            that of the built-in rules.
          </>
        }
        value={yaml}
        onChange={setYaml}
        readOnly={denial !== null}
        verdict={<Verdict result={result} error={check.error} />}
        save={{
          verb: 'Put in force…',
          cannot: denial ?? (changed ? notGood : 'Nothing is changed yet.'),
          run: () => setSaving(true),
        }}
        onReset={changed ? () => setYaml(present.yaml) : null}
        actions={
          <Button
            disabledReason={dryRun.isPending ? 'They are being tried' : notGood}
            onClick={() => dryRun.mutate()}
          >
            {dryRun.isPending ? 'Trying…' : `Try on the last ${DRY_RUN_DAYS} days`}
          </Button>
        }
      >
        <SidePart heading="What they would have done">
          <DryRunResult result={dryRun.data} error={dryRun.error} />
        </SidePart>
        <SidePart heading="What the check says">
          <Faults result={result} />
        </SidePart>
      </DocumentEditor>
      {saving ? (
        <ActDialog
          title="Put the own rules in force"
          verb="Put in force"
          cannot={denial ?? notGood}
          reason_min={3}
          act={(reason) => call('writeOwnRules', { body: { revision: present.revision, yaml, reason } })}
          onDone={({ rules, published }) => {
            void queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey });
            say(saidAs(`${plural(rules, 'own rule')} saved.`, published));
          }}
          onClose={() => setSaving(false)}
        >
          <ActText>
            {plural(result?.rules ?? 0, 'rule')} then hold beside the built-in ones, from the next call on.{' '}
            {dryRun.data === undefined ? 'They were not tried on stored traffic.' : ''}
          </ActText>
        </ActDialog>
      ) : null}
    </>
  );
}

function Verdict({ result, error }: { result: Check | undefined; error: Error | null }) {
  if (error !== null) return <>The check failed. {failureOf(error).message}</>;
  if (result === undefined) return <span className={css['dim']}>Checking…</span>;
  if (result.ok) {
    return (
      <Pill shape="disc" tone="ok">
        {result.rules === 0 ? 'No own rules' : `${plural(result.rules, 'good rule')}, examples pass`}
      </Pill>
    );
  }
  return (
    <Pill shape="cross" tone="critical" strong>
      {plural(result.faults.length, 'fault')}: nothing of it can go live
    </Pill>
  );
}

function Faults({ result }: { result: Check | undefined }) {
  if (result === undefined || result.faults.length === 0) {
    return <p className={css['dim']}>No fault: schema, linear-time expressions and examples are in order.</p>;
  }
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Where</th>
          <th scope="col">Fault</th>
        </tr>
      </thead>
      <tbody>
        {result.faults.map(({ rule, where, message }) => (
          <tr key={`${rule} ${where} ${message}`}>
            <th scope="row" className={css['mono']}>
              <ForeignText text={rule} />
            </th>
            <td className={css['mono']}>
              <ForeignText text={where} />
            </td>
            <td>
              <ForeignText text={message} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DryRunResult({ result, error }: { result: DryRun | undefined; error: Error | null }) {
  if (error !== null) return <p role="alert">They could not be tried. {failureOf(error).message}</p>;
  if (result === undefined) {
    return (
      <p className={css['dim']}>
        Not tried yet. Only excerpts around earlier hits are stored, so only those can be tried.
      </p>
    );
  }
  return (
    <>
      <p>
        Tried on {plural(result.excerpts, 'excerpt')} of {plural(result.judgements, 'judgement')} since{' '}
        <Exact at={result.from} />
        {result.complete ? '.' : '; there were more: the newest were tried.'}
      </p>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col" className={css['end']}>
              Would have hit
            </th>
            <th scope="col" className={css['end']}>
              Of them blocked
            </th>
            <th scope="col">Calls</th>
          </tr>
        </thead>
        <tbody>
          {result.rules.map((row) => (
            <tr key={row.rule}>
              <th scope="row" className={css['mono']}>
                <ForeignText text={row.rule} />
              </th>
              <td className={css['end']}>{formatCount(row.hit)}</td>
              <td className={css['end']}>{formatCount(row.would_block)}</td>
              <td>
                {row.call_ids.slice(0, 3).map((id, index) => (
                  <span key={id}>
                    {index === 0 ? '' : ', '}
                    <Link to="/traffic/$callId" params={{ callId: id }} search={{ range: '30d' }}>
                      {id.slice(0, 12)}
                    </Link>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

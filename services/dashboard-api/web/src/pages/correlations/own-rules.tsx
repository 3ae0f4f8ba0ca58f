import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, queryClient, unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import css from '../../documents/document-editor.module.css';
import { DocumentEditor, SidePart } from '../../documents/document-editor.tsx';
import { saidAs } from '../../shield/controls.ts';
import { ActDialog, ActText } from '../../ui/act-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { useDenial } from '../../ui/frame/me.ts';
import { Pill, SeverityPill } from '../../ui/mark.tsx';
import { FailureState, Skeleton } from '../../ui/states.tsx';
import { Exact } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { ownRulesQuery, rulesQuery, type TryOutcome } from './correlation-queries.ts';

/** Correlation rules of the operators' own, in Sigma: checked, tested and run over recent events before they go live. */
export function OwnCorrelationRules() {
  const { data, error, refetch } = useQuery(ownRulesQuery);
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

function Editor({ present }: { present: RouteAnswer<'readCorrelationRules'> }) {
  const [yaml, setYaml] = useState(present.yaml);
  const [saving, setSaving] = useState(false);
  const denial = useDenial(PERMISSION.changePolicy, 'change correlation rules', ['admin', 'responder']);
  const attempt = useMutation({
    mutationFn: async (asked: string) => ({
      asked,
      outcome: unwrap(await call('tryCorrelationRules', { body: { yaml: asked } })),
    }),
  });
  const changed = yaml !== present.yaml;
  const tried = attempt.data?.asked === yaml ? attempt.data.outcome : undefined;
  const good =
    tried !== undefined &&
    tried.problems.length === 0 &&
    tried.tests.every(({ failure }) => failure === null);
  const cannot =
    denial ??
    (!changed
      ? 'Nothing is changed yet.'
      : good
        ? null
        : tried === undefined
          ? 'Try them first.'
          : 'They have mistakes.');
  return (
    <>
      <DocumentEditor
        label="Own correlation rules"
        about={
          <>
            Revision {present.revision}.{' '}
            {present.published ? 'In force.' : 'Saved, not yet in force: the broker is away.'} Sigma rules;
            several are separated by lines of three dashes.
          </>
        }
        value={yaml}
        onChange={setYaml}
        readOnly={denial !== null}
        verdict={
          attempt.error !== null ? (
            <>They could not be tried. {failureOf(attempt.error).message}</>
          ) : tried === undefined ? (
            <span className={css['dim']}>
              {denial ?? 'Try them: problems, tests and alerts stand beside.'}
            </span>
          ) : good ? (
            <Pill shape="disc" tone="ok">
              no mistake, {plural(tried.tests.length, 'test')} pass
            </Pill>
          ) : (
            <Pill shape="cross" tone="critical" strong>
              not good yet
            </Pill>
          )
        }
        save={{ verb: 'Put in force…', cannot, run: () => setSaving(true) }}
        onReset={changed ? () => setYaml(present.yaml) : null}
        actions={
          <Button
            disabledReason={attempt.isPending ? 'They are being tried' : null}
            onClick={() => attempt.mutate(yaml)}
          >
            {attempt.isPending ? 'Trying…' : 'Try on recent events'}
          </Button>
        }
      >
        <Outcome tried={tried} />
      </DocumentEditor>
      {saving ? (
        <ActDialog
          title="Put the correlation rules in force"
          verb="Put in force"
          cannot={cannot}
          reason_min={3}
          act={(reason) =>
            call('writeCorrelationRules', { body: { revision: present.revision, yaml, reason } })
          }
          onDone={({ published }) => {
            void queryClient.invalidateQueries({ queryKey: ownRulesQuery.queryKey });
            void queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey });
            say(saidAs('The rules are saved.', published));
          }}
          onClose={() => setSaving(false)}
        >
          <ActText>
            Over {plural(tried?.events ?? 0, 'recent event')} they raised{' '}
            {plural(tried?.alerts_total ?? 0, 'alert')}. They are loaded beside the shipped ones; windows of
            unchanged rules are kept.
          </ActText>
        </ActDialog>
      ) : null}
    </>
  );
}

function Outcome({ tried }: { tried: TryOutcome | undefined }) {
  if (tried === undefined) {
    return (
      <SidePart heading="What they would do">
        <p className={css['dim']}>Not tried as they stand.</p>
      </SidePart>
    );
  }
  return (
    <>
      <SidePart heading="Problems">
        {tried.problems.length === 0 && tried.warnings.length === 0 ? (
          <p className={css['dim']}>None.</p>
        ) : null}
        <ul>
          {tried.problems.map((problem) => (
            <li key={`${problem.file} ${problem.line} ${problem.pointer} ${problem.message}`}>
              <code>
                line {problem.line} {problem.pointer}
              </code>{' '}
              <ForeignText text={problem.message} />
            </li>
          ))}
          {tried.warnings.map((warning) => (
            <li key={warning} className={css['dim']}>
              <ForeignText text={warning} />
            </li>
          ))}
        </ul>
      </SidePart>
      <SidePart heading="Their own tests">
        {tried.tests.length === 0 ? <p className={css['dim']}>They have none.</p> : null}
        <ul>
          {tried.tests.map((test) => (
            <li key={test.name}>
              <Pill
                shape={test.failure === null ? 'disc' : 'cross'}
                tone={test.failure === null ? 'ok' : 'critical'}
              >
                {test.failure === null ? 'passed' : 'failed'}
              </Pill>{' '}
              <ForeignText text={test.name} />{' '}
              {test.failure === null ? null : <ForeignText text={test.failure} />}
            </li>
          ))}
        </ul>
      </SidePart>
      <SidePart heading="Alerts they would have raised">
        <p>
          {plural(tried.alerts_total, 'alert')} over {plural(tried.events, 'event')}
          {tried.from === null ? (
            ''
          ) : (
            <>
              {' '}
              since <Exact at={tried.from} />
            </>
          )}
          .
        </p>
        <ul>
          {tried.alerts.map((alert, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: alerts of one try have no id, and never move
            <li key={index}>
              <SeverityPill severity={alert.severity} /> <ForeignText text={alert.why} />{' '}
              <span className={css['dim']}>
                <Exact at={alert.at} />
              </span>
            </li>
          ))}
        </ul>
      </SidePart>
    </>
  );
}

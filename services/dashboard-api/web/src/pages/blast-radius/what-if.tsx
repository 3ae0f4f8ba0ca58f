import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, unwrap } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { Pill } from '../../ui/mark.tsx';
import report from '../../ui/report.module.css';
import { ForeignText } from '../../ui/untrusted.tsx';
import css from './blast-radius.module.css';

/** What a change would come to, tried on a copy: settings as typed, and ways that are cut. */
export function WhatIf(props: {
  cut: readonly string[];
  nameOf: (edge: string) => string;
  onClear: () => void;
}) {
  const { cut } = props;
  const [text, setText] = useState('');
  const settings = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const ask = useMutation({
    mutationFn: async () =>
      unwrap(
        await call('askTrustWhatIf', {
          body: { settings, edges: cut.map((edge) => ({ edge, strength: 0 })) },
        }),
      ),
  });
  const nothing =
    settings.length + cut.length === 0 ? 'Type a setting, or cut a way from the list of choke points.' : null;
  return (
    <section className={css['part']}>
      <h2>What if</h2>
      {cut.length === 0 ? null : (
        <p>
          Cut: {cut.map(props.nameOf).join('; ')}.{' '}
          <Button kind="quiet" onClick={props.onClear}>
            Join again
          </Button>
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (nothing === null && !ask.isPending) ask.mutate();
        }}
      >
        <Field label="Settings" hint="One a line, such as telegram.dmPolicy=pairing. Nothing is written.">
          {(aria) => (
            <textarea
              {...aria}
              rows={2}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button
          kind="primary"
          type="submit"
          disabledReason={nothing ?? (ask.isPending ? 'It is being tried' : null)}
        >
          {ask.isPending ? 'Trying…' : 'Try it on a copy'}
        </Button>
      </form>
      {ask.error === null ? null : (
        <p role="alert">
          <Pill shape="cross" tone="critical" strong>
            Not tried.
          </Pill>{' '}
          {failureOf(ask.error).message}
        </p>
      )}
      {ask.data === undefined ? null : (
        <div role="status">
          <p className={css['sentence']}>
            Highest risk {ask.data.highest_before.toFixed(0)} → {ask.data.highest_after.toFixed(0)}. It takes
            away {plural(ask.data.removes.length, 'finding')} and adds{' '}
            {ask.data.adds.length === 0 ? 'none' : plural(ask.data.adds.length, 'finding')}.
          </p>
          <table className={`${report['table']} ${css['table']}`}>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Risk now</th>
                <th scope="col">Then</th>
              </tr>
            </thead>
            <tbody>
              {ask.data.changes.map((change) => (
                <tr key={change.node}>
                  <th scope="row">
                    <ForeignText text={change.label} />
                  </th>
                  <td>{change.before.toFixed(0)}</td>
                  <td>{change.after.toFixed(0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

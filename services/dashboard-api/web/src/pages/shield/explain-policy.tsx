import type { Category, Origin, Severity } from '@clawnex/proto/scan.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, unwrap } from '../../api/queries.ts';
import css from '../../documents/document-editor.module.css';
import { CATEGORY_NAMES } from '../../evidence/categories.ts';
import { ORIGIN_NAMES } from '../../evidence/origins.ts';
import { SEVERITIES_WORST_FIRST } from '../../list/severity-tallies.tsx';
import { Field } from '../../ui/field.tsx';
import { formatWord } from '../../ui/format.ts';
import { Facts } from '../../ui/panel.tsx';
import { useLater } from '../../ui/use-later.ts';

const SIDES = { request: 'request', response: 'answer' } as const;
const NAMES = ['agent', 'key', 'tool', 'rule'] as const;
const PAUSE_MS = 300;

interface Asked {
  readonly category: Category;
  readonly severity: Severity;
  readonly origin: Origin;
  readonly side: keyof typeof SIDES;
  readonly agent: string;
  readonly key: string;
  readonly tool: string;
  readonly rule: string;
}

/** For one detection of one caller: what is done, and which line says so. `yaml` = ask the text instead of what is in force. */
export function ExplainPolicy({ yaml }: { yaml: string | null }) {
  const [asked, setAsked] = useState<Asked>({
    category: 'injection',
    severity: 'high',
    origin: 'tool_result',
    side: 'request',
    agent: '',
    key: '',
    tool: '',
    rule: '',
  });
  const later = useLater(asked, PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['policy-explain', later, yaml],
    queryFn: async ({ signal }) => {
      const names = Object.fromEntries(
        NAMES.map((name) => [name, later[name].trim()]).filter(([, value]) => value !== ''),
      );
      const { category, severity, origin, side } = later;
      const body = { category, severity, origin, side, ...names, ...(yaml === null ? {} : { yaml }) };
      return unwrap(await call('explainPolicy', { body }, signal));
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const set = (change: Partial<Asked>) => setAsked((before) => ({ ...before, ...change }));
  return (
    <>
      <div className={css['fields']}>
        <Choice
          label="Category"
          values={CATEGORY_NAMES}
          value={asked.category}
          onChange={(category) => set({ category })}
        />
        <Choice
          label="Severity"
          values={SEVERITIES_WORST_FIRST}
          value={asked.severity}
          onChange={(severity) => set({ severity })}
        />
        <Choice
          label="Origin"
          values={ORIGIN_NAMES}
          value={asked.origin}
          onChange={(origin) => set({ origin })}
        />
        <Choice
          label="Side"
          values={Object.keys(SIDES) as (keyof typeof SIDES)[]}
          value={asked.side}
          onChange={(side) => set({ side })}
        />
        {NAMES.map((name) => (
          <Field key={name} label={name}>
            {(aria) => (
              <input
                {...aria}
                autoComplete="off"
                spellCheck={false}
                maxLength={64}
                placeholder="any"
                value={asked[name]}
                onChange={(event) => set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div role="status">
        {error !== null ? (
          <p>Cannot be told. {failureOf(error).message}</p>
        ) : data === undefined ? null : (
          <Facts
            rows={{
              Action: <strong>{data.action}</strong>,
              'Decided by': <span className={css['mono']}>{data.decided_by}</span>,
              Mode: said(data.mode, data.where['mode']),
              Profile: said(formatWord(data.profile), data.where['profile']),
              'Review from': said(`score ${data.review_score}`, data.where['review_score']),
              'Block from': said(`score ${data.block_score}`, data.where['block_score']),
              'On review': said(data.on_review, data.where['on_review']),
            }}
          />
        )}
      </div>
    </>
  );
}

function said(what: string, where: string | undefined): ReactNode {
  return (
    <>
      {what} {where === undefined ? null : <span className={css['dim']}>from {where}</span>}
    </>
  );
}

function Choice<T extends string>(props: {
  label: string;
  values: readonly T[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <Field label={props.label}>
      {(aria) => (
        <select
          {...aria}
          value={props.value}
          // One of the options, which are the values.
          onChange={(event) => props.onChange(event.target.value as T)}
        >
          {props.values.map((value) => (
            <option key={value} value={value}>
              {formatWord(value)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

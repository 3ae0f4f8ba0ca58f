import type { ExchangeDetail } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { ReactNode } from 'react';
import { BlockEvidence } from '../../evidence/block-evidence.tsx';
import { Value } from '../../list/filter-in.tsx';
import { ContainButton } from '../../shield/contain-button.tsx';
import { ExceptButton } from '../../shield/except-button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCount, formatMs, formatUs, formatWord, plural } from '../../ui/format.ts';
import { DecisionWord, Tag, Unknown, VerdictPill } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { revealName } from '../../ui/reveal.ts';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import type { FilterField } from '../../view-search.ts';
import { Cost } from './cells.tsx';
import { describeExchange } from './describe-exchange.ts';
import css from './exchange-detail.module.css';

type Judgement = ExchangeDetail['judgements'][number];

/** Everything known of one exchange, in the order of questions: what happened, how judged, by what evidence, what call. */
export function ExchangeDetailView({ detail }: { detail: ExchangeDetail }) {
  const { row, judgements } = detail;
  const withBlocks = judgements.filter((judgement) => judgement.blocks.length > 0);
  return (
    <>
      <Section
        heading="What happened"
        meta={
          <>
            <Exact at={row.at} /> <OriginTag origin={row.origin} what="traffic" />
          </>
        }
      >
        <p className={css['sentence']}>{describeExchange(detail)}</p>
      </Section>
      <Section heading="How it was judged">
        {judgements.length === 0 ? (
          <p className={css['dim']}>
            Neither side was judged (yet). A call that did not pass the shield stays so.
          </p>
        ) : (
          <Sides judgements={judgements} />
        )}
      </Section>
      {withBlocks.map((judgement) => (
        <Section
          key={judgement.id}
          heading={`Evidence in the ${sideWord(judgement.side)}`}
          meta={
            <span>
              {plural(judgement.blocks.length, 'block')} with findings of{' '}
              {plural(judgement.blocks_total, 'block')}
            </span>
          }
        >
          {judgement.blocks.map((block) => (
            <BlockEvidence
              key={`${block.index} ${block.hash}`}
              block={block}
              rules={detail.rules}
              except={({ rule }, { hash }) => (
                <ExceptButton
                  asked={{
                    rule,
                    scope: { content_hash: hash, ...(row.agent === null ? {} : { agent: row.agent }) },
                  }}
                />
              )}
            />
          ))}
        </Section>
      ))}
      <Section heading="Who called">
        <CallerFacts detail={detail} />
        <div className={css['acts']}>
          {row.agent === null ? null : <ContainButton asked={{ kind: 'agent', name: row.agent }} />}
          {row.session === null ? null : <ContainButton asked={{ kind: 'session', name: row.session }} />}
          {row.key_alias === null ? null : <ContainButton asked={{ kind: 'key', name: row.key_alias }} />}
        </div>
      </Section>
      <Section heading="LiteLLM's record">
        <RecordFacts detail={detail} />
      </Section>
      <Section heading="Ids">
        <Facts
          rows={{
            Call: <CopyValue value={row.call_id} label="the call id" />,
            ...Object.fromEntries(
              judgements.map(({ side, evidence_id: evidenceId }, index) => [
                `Evidence ${index + 1}, ${sideWord(side)}`,
                <CopyValue
                  key={evidenceId}
                  value={evidenceId}
                  label="the evidence id a refused caller sees"
                />,
              ]),
            ),
          }}
        />
      </Section>
    </>
  );
}

function sideWord(side: Judgement['side']): string {
  return side === 'request' ? 'request' : 'answer';
}

function Sides({ judgements }: { judgements: readonly Judgement[] }) {
  const rows: readonly (readonly [label: string, read: (judgement: Judgement) => ReactNode])[] = [
    [
      'Verdict',
      ({ verdict, score }) => (
        <>
          <VerdictPill verdict={verdict} /> <span title="0 to 100, the worst block's">score {score}</span>
        </>
      ),
    ],
    [
      'Decision',
      ({ decision, reason }) => (
        <>
          <DecisionWord decision={decision} />
          {reason === null ? null : <span className={css['dim']}> {formatWord(reason)}</span>}
        </>
      ),
    ],
    [
      'Mode then',
      ({ mode, policy_revision }) => (
        <>
          {mode}, policy {policy_revision}
        </>
      ),
    ],
    ['Ruleset', ({ ruleset }) => <span className={css['mono']}>{ruleset}</span>],
    [
      'Time in shield',
      ({ latency_us, deadline_exceeded }) => (
        <>
          {formatUs(latency_us)}
          {deadline_exceeded ? ', past the deadline' : ''}
        </>
      ),
    ],
    [
      'Scanned',
      (judgement) => (
        <>
          {plural(judgement.blocks_total, 'block')}, {plural(judgement.length_total, 'character')}
        </>
      ),
    ],
    ['From cache', ({ blocks_cached }) => plural(blocks_cached, 'block')],
    ['Redacted', ({ blocks_redacted }) => plural(blocks_redacted, 'block')],
    ['At', ({ at }) => <Exact at={at} />],
  ];
  return (
    <table className={css['sides']}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Fact</span>
          </th>
          {judgements.map((judgement) => (
            <th key={judgement.id} scope="col">
              {judgement.side === 'request' ? 'Request' : 'Answer'}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, read]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {judgements.map((judgement) => (
              <td key={judgement.id}>{read(judgement)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const NOT_SAID = 'Neither LiteLLM nor the shield said it';

function CallerFacts({ detail: { row, caller } }: { detail: ExchangeDetail }) {
  const filterable = (field: FilterField, value: string | null) =>
    value === null ? <Unknown why={NOT_SAID} /> : <Value field={field} value={value} reachable />;
  const plain = (value: string | undefined) =>
    value === undefined ? <Unknown why={NOT_SAID} /> : <ForeignText text={value} />;
  return (
    <Facts
      rows={{
        Agent: filterable('agent', row.agent),
        Key: filterable('key', row.key_alias),
        Session:
          row.session === null ? (
            <Unknown why={NOT_SAID} />
          ) : (
            <span className={css['mono']}>
              <Value field="session" value={row.session} reachable />
            </span>
          ),
        Model: filterable('model', row.model),
        Provider: row.provider === null ? <Unknown why={NOT_SAID} /> : <ForeignText text={row.provider} />,
        Host: filterable('host', row.host),
        User: plain(caller.user),
        Team: plain(caller.team),
        'End user': plain(caller.end_user),
        Program: plain(caller.user_agent),
        'Key hash':
          caller.key_hash === undefined ? (
            <Unknown why={NOT_SAID} />
          ) : (
            <CopyValue
              value={caller.key_hash}
              shown={`${revealName(caller.key_hash.slice(0, 16))}…`}
              label="the key's hash"
            />
          ),
      }}
    />
  );
}

function RecordFacts({ detail: { row, log } }: { detail: ExchangeDetail }) {
  if (log === null) {
    return (
      <p className={css['dim']}>
        Not arrived (yet). A refused prompt never becomes a call; otherwise check the log callback: clawnex
        doctor.
      </p>
    );
  }
  const count = (value: number | null) =>
    value === null ? <Unknown why="LiteLLM did not report it" /> : formatCount(value);
  const word = (value: string | null) =>
    value === null ? <Unknown why="LiteLLM did not report it" /> : <ForeignText text={value} />;
  const started = Date.parse(log.started_at);
  const first = log.first_token_at === null ? null : Date.parse(log.first_token_at) - started;
  const failed = log.status === 'failure';
  return (
    <Facts
      rows={{
        Outcome: failed ? <Tag>failure</Tag> : 'success',
        ...(failed
          ? {
              Error: (
                <>
                  {word(log.error_class)} {word(log.error_code)}
                </>
              ),
            }
          : {}),
        'Call type': word(log.call_type),
        Streamed:
          log.stream === null ? <Unknown why="LiteLLM did not report it" /> : log.stream ? 'yes' : 'no',
        Began: <Exact at={log.started_at} />,
        Ended: <Exact at={log.ended_at} />,
        Took: formatMs(Date.parse(log.ended_at) - started),
        'To first token': first === null ? <Unknown why="Only streamed calls have one" /> : formatMs(first),
        'Prompt tokens': count(log.prompt_tokens),
        'Answer tokens': count(log.completion_tokens),
        'Cache read': count(log.cache_read_tokens),
        'Cache write': count(log.cache_write_tokens),
        Reasoning: count(log.reasoning_tokens),
        Cost: <Cost row={row} />,
      }}
    />
  );
}

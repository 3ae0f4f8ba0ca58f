import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../api/queries.ts';
import type { Finding } from '../../findings/finding-order.ts';
import listCss from '../../list/list.module.css';
import { CopyValue } from '../../ui/copy.tsx';
import { DiffText } from '../../ui/diff.tsx';
import { plural } from '../../ui/format.ts';
import { Pill } from '../../ui/mark.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { AcceptanceView } from './acceptance.tsx';
import css from './trust-audit.module.css';
import { type TrustFinding, trustDetailsQuery } from './trust-queries.ts';

type Detail = TrustFinding['detail'];

/** What the trust audit knows of a finding beyond the finding: the ways through it, the change that closes it, its acceptance. */
export function TrustDetailView({ finding }: { finding: Finding }) {
  const { data, error } = useQuery(trustDetailsQuery);
  if (finding.result !== 'fail') return null;
  if (error !== null) {
    return (
      <Section heading="The change">
        <p role="alert">It could not be read. {failureOf(error).message}</p>
      </Section>
    );
  }
  const found = data?.rows.find((row) => row.finding_id === finding.finding_id && row.host === finding.host);
  if (found === undefined) return null;
  const { detail } = found;
  return (
    <>
      {detail.paths.length === 0 ? null : (
        <Section heading="The way in" meta={`risk ${detail.risk.toFixed(0)} of 100 flows through it`}>
          <ol className={css['ways']}>
            {detail.paths.map((path) => (
              <li key={path}>
                <ForeignText text={path} />
              </li>
            ))}
          </ol>
        </Section>
      )}
      {detail.patch.length === 0 ? null : (
        <Section heading="The change" meta={plural(detail.patch.length, 'place')}>
          {detail.patch.map((patch, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places of one change never move
            <div key={index} className={css['patch']}>
              <p className={listCss['mono']}>
                <ForeignText text={`${patch.file} ${patch.pointer}`} />{' '}
                <span className={listCss['dim']}>{patch.op}</span>
              </p>
              <DiffText text={asDiff(patch)} label={`Change of ${patch.file}`} />
              <p className={listCss['dim']}>
                To take it back: <ForeignText text={patch.rollback} />
              </p>
            </div>
          ))}
          <Simulation detail={detail} />
          <Facts
            rows={{
              'To apply': (
                <CopyValue
                  value={`clawnex trust fix ${finding.finding_id}`}
                  label="the command that applies it"
                />
              ),
              Restart: detail.restart === null ? 'none needed' : <ForeignText text={detail.restart} />,
              ...(detail.side_effects === ''
                ? {}
                : { 'Side effects': <ForeignText text={detail.side_effects} /> }),
            }}
          />
        </Section>
      )}
      <Section heading="Acceptance">
        <AcceptanceView finding={finding} found={found} />
      </Section>
      <Section heading="Where it stands">
        <Facts
          rows={{
            File: <CopyValue value={`${detail.file}:${detail.line}`} label="file and line" />,
            Pointer: (
              <span className={listCss['mono']}>
                <ForeignText text={detail.pointer} />
              </span>
            ),
            ...(detail.combinations.length === 0 ? {} : { 'Part of': detail.combinations.join(', ') }),
            ...(detail.vendor_ids.length === 0 ? {} : { "OpenClaw's audit": detail.vendor_ids.join(', ') }),
          }}
        />
      </Section>
    </>
  );
}

function asDiff({ before, after }: Detail['patch'][number]): string {
  const lines = (sign: string, text: string | null) =>
    text === null ? [] : text.split('\n').map((line) => `${sign}${line}`);
  return [...lines('-', before), ...lines('+', after)].join('\n');
}

function Simulation({ detail: { simulation } }: { detail: Detail }) {
  if (simulation === null) {
    return (
      <p>
        <Pill shape="dashed" tone="medium">
          not tried
        </Pill>{' '}
        What it would come to is not known.
      </p>
    );
  }
  const { clears, removes, adds, highest_risk_before: before, highest_risk_after: after } = simulation;
  return (
    <p>
      <Pill
        shape={clears && adds.length === 0 ? 'disc' : 'triangle'}
        tone={clears && adds.length === 0 ? 'ok' : 'medium'}
      >
        tried on a copy
      </Pill>{' '}
      It {clears ? 'clears this finding' : 'does not clear this finding'}, takes away{' '}
      {plural(removes.length, 'finding')}, adds {adds.length === 0 ? 'none' : plural(adds.length, 'finding')}.
      Highest risk {before.toFixed(0)} → {after.toFixed(0)}.
    </p>
  );
}

import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { CopyValue } from '../../ui/copy.tsx';
import { formatClock, formatCost, formatCount, formatExact, formatWord, plural } from '../../ui/format.ts';
import { Tag, VerdictPill } from '../../ui/mark.tsx';
import { ForeignText, UntrustedText } from '../../ui/untrusted.tsx';
import type { SessionItem } from './session-queries.ts';
import css from './sessions.module.css';

/** One entry of the log: what it was, by whom, and what a scan found in it. */
function ReplayItemView({ id, item }: { id: string; item: SessionItem }) {
  const { scan } = item;
  const tokens = [
    item.input_tokens === null ? '' : `${formatCount(item.input_tokens)} tokens in`,
    item.output_tokens === null ? '' : `${formatCount(item.output_tokens)} out`,
    item.cost_microusd === null ? '' : formatCost(item.cost_microusd),
  ].filter((part) => part !== '');
  return (
    <li
      id={id}
      className={css['item']}
      tabIndex={-1}
      data-found={scan !== null && scan.verdict !== 'allow' ? '' : undefined}
    >
      <time dateTime={item.at} title={formatExact(item.at)} className={css['at']}>
        {formatClock(Date.parse(item.at))}
      </time>
      <div className={css['what']}>
        <p className={css['line']}>
          <strong>{formatWord(item.kind)}</strong>
          {item.block_origin === null || item.kind.startsWith('tool') ? null : (
            <span className={css['dim']}>{formatWord(item.block_origin)}</span>
          )}
          {item.tool === null ? null : (
            <span className={css['mono']}>
              <ForeignText text={item.tool} />
            </span>
          )}
          {item.model === null ? null : (
            <span className={css['dim']}>
              <ForeignText text={item.model} />
            </span>
          )}
          {item.is_error === true ? <Tag title="The runtime says that it failed">error</Tag> : null}
          {item.from_network === true ? (
            <Tag title="The runtime says that this came from the network">network</Tag>
          ) : null}
          {tokens.length === 0 ? null : <span className={css['dim']}>{tokens.join(', ')}</span>}
          {item.call_id === null ? null : (
            <Link
              to="/traffic/$callId"
              params={{ callId: item.call_id }}
              search={{ range: '30d' }}
              title="The same answer as the proxy saw it"
            >
              seen by the proxy
            </Link>
          )}
        </p>
        {scan === null ? null : (
          <>
            <p className={css['line']}>
              <VerdictPill verdict={scan.verdict} />
              <span>score {scan.score}</span>
              <span className={css['mono']}>{scan.rules.join(', ')}</span>
              <span className={css['dim']}>{plural(scan.length, 'character')}</span>
              <CopyValue
                value={scan.hash}
                shown={`sha256 ${scan.hash.slice(0, 12)}…`}
                label="SHA-256 of the text"
              />
            </p>
            {scan.excerpt === null ? null : (
              <UntrustedText
                text={scan.excerpt}
                label={`What was found at ${formatExact(item.at)}, masked`}
              />
            )}
          </>
        )}
      </div>
    </li>
  );
}

export const ReplayItem = memo(ReplayItemView);

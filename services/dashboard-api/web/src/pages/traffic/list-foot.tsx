import css from '../../list/list.module.css';
import { Button } from '../../ui/button.tsx';
import { formatClock, formatCount, plural } from '../../ui/format.ts';
import type { ResolvedRange } from '../../view-search.ts';
import { type ExchangeList, LIST_ROWS_MAX } from './use-exchange-list.ts';

/** What stands under the last row: whether it is the last one, and what to do when it is not. */
export function ListFoot({
  list,
  range,
  onRetry,
}: {
  list: ExchangeList;
  range: ResolvedRange;
  onRetry: () => void;
}) {
  const loaded = plural(list.shown.length, 'row');
  // The rows above are still those of the view before.
  if (list.status === 'loading') return <>Reading the list…</>;
  if (list.moreFailure !== null) {
    return (
      <span className={css['foot']} role="alert">
        Older rows could not be read. {list.moreFailure.message} <Button onClick={onRetry}>Try again</Button>
      </span>
    );
  }
  if (!list.more)
    return (
      <>
        {loaded}: all of this filter since {formatClock(range.from_ms)}.
      </>
    );
  if (list.shown.length >= LIST_ROWS_MAX) {
    return (
      <>
        {loaded}: the list stops at {formatCount(LIST_ROWS_MAX)}. Narrow the time range or add a filter.
      </>
    );
  }
  return <>{loaded} loaded, older ones follow.</>;
}

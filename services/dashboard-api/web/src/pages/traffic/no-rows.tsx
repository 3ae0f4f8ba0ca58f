import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import {
  filterOf,
  type ResolvedRange,
  type ViewSearch,
  withFilter,
  withoutFilters,
  withRange,
} from '../../view-search.ts';

interface Props {
  view: ViewSearch;
  range: ResolvedRange;
  onShow: (next: (view: ViewSearch) => ViewSearch) => void;
}

/** Why the list is empty and the next step: wider, fewer filters, or the first call ever. */
export function NoRows({ view, range, onShow }: Props) {
  const filtered = Object.keys(filterOf(view)).length > 0;
  const wider = (
    <Button onClick={() => onShow((before) => withRange(before, '30d'))}>Show the past 30 d</Button>
  );
  if (filtered) {
    return (
      <EmptyState
        title={`No call matches these filters, ${range.label}`}
        actions={
          <>
            <Button kind="primary" onClick={() => onShow(withoutFilters)}>
              Remove all filters
            </Button>
            {wider}
          </>
        }
      >
        Rows appear here by themselves as soon as a call matches.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No model call passed the shield, ${range.label}`}
      actions={
        <>
          {wider}
          <Button
            onClick={() =>
              onShow((before) => withFilter(withFilter(before, 'origin', 'demo'), 'origin', 'test'))
            }
          >
            Show demo and test traffic
          </Button>
        </>
      }
    >
      <p>
        Agents are seen once LiteLLM asks the shield before each call. <code>clawnex litellm config</code>{' '}
        prints what belongs into LiteLLM's <code>config.yaml</code>; <code>clawnex doctor</code> then sends
        one harmless and one hostile call and shows both. They appear here without a reload.
      </p>
    </EmptyState>
  );
}

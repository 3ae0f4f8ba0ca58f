import type { UseQueryResult } from '@tanstack/react-query';
import { failureOf } from '../api/queries.ts';
import { IconButton } from '../ui/button.tsx';
import { Age } from '../ui/time.tsx';
import css from './list.module.css';

/** How old what is shown is, whether a newer reading failed, and the way to one. */
export function ReadAgain<T>({ query, what }: { query: UseQueryResult<T>; what: string }) {
  const { error, dataUpdatedAt, isFetching } = query;
  return (
    <span className={css['again']}>
      {error === null ? null : <span role="alert">Could not be read again. {failureOf(error).message}</span>}
      <span>
        read <Age at={new Date(dataUpdatedAt).toISOString()} suffix=" ago" />
      </span>
      <IconButton
        glyph="again"
        label={`Read the ${what} again`}
        disabledReason={isFetching ? 'They are being read' : null}
        onClick={() => void query.refetch()}
      />
    </span>
  );
}

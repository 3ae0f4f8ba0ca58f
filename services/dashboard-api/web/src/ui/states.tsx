import type { ReactNode } from 'react';
import type { Failure } from '../api/client.ts';
import { Button } from './button.tsx';
import css from './states.module.css';

/** What stands where nothing is: what it means and what to do next. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={css['state']}>
      <p className={css['title']}>{title}</p>
      <div className={css['text']}>{children}</div>
      {actions === undefined ? null : <div className={css['actions']}>{actions}</div>}
    </div>
  );
}

/** What failed, why, and what to do now. */
export function FailureState(props: {
  what: string;
  failure: Failure;
  retry: () => void;
  actions?: ReactNode;
}) {
  const { failure } = props;
  if (failure.code === 'forbidden') return <NoPermission what={props.what} message={failure.message} />;
  return (
    <div className={css['state']} role="alert">
      <p className={css['title']}>{props.what}</p>
      <p className={css['text']}>
        {failure.message}
        {failure.where === null ? null : <> At: {failure.where}.</>}
      </p>
      <p className={css['text']}>
        <code>
          {failure.code}
          {failure.status === 0 ? '' : ` · HTTP ${failure.status}`}
        </code>
      </p>
      <div className={css['actions']}>
        <Button onClick={props.retry}>Try again</Button>
        {props.actions}
      </div>
    </div>
  );
}

function NoPermission({ what, message }: { what: string; message: string }) {
  return (
    <div className={css['state']} role="alert">
      <p className={css['title']}>Your role may not see this</p>
      <p className={css['text']}>
        {what} {message} An admin can change your role.
      </p>
    </div>
  );
}

/** Grey lines, seen only when an answer takes longer than 150 ms. */
export function Skeleton({ lines }: { lines: number }) {
  return (
    <div className={css['skeleton']} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without identity
        <div key={index} className={css['line']} />
      ))}
    </div>
  );
}

export function Banner({ children, label }: { children: ReactNode; label: string }) {
  return (
    <section className={css['banner']} aria-label={label}>
      {children}
    </section>
  );
}

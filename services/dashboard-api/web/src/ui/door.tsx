import type { ReactNode } from 'react';
import type { Failure } from '../api/client.ts';
import css from './door.module.css';
import { Pill } from './mark.tsx';

/** The plain page before the frame: set-up and sign-in. */
export function Door({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  return (
    <main className={css['door']}>
      <div className={css['box']}>
        <div className={css['brand']}>
          <img src="/icon.svg" alt="" />
          ClawNex
        </div>
        <h1 className={css['title']}>{title}</h1>
        <p className={css['text']}>{text}</p>
        {children}
      </div>
    </main>
  );
}

export function DoorProblem({ failure }: { failure: Failure | null }) {
  return (
    <div role="alert">
      {failure === null ? null : (
        <p className={css['problem']}>
          <Pill shape="cross" tone="critical">
            <span className="visually-hidden">Error:</span>
          </Pill>
          <span>{failure.message}</span>
        </p>
      )}
    </div>
  );
}

export function DoorSubmit({ children }: { children: ReactNode }) {
  return <div className={css['submit']}>{children}</div>;
}

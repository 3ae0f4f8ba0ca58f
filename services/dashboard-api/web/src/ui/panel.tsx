import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from './button.tsx';
import { keyCaps, useKeys } from './keys.ts';
import css from './panel.module.css';
import { ScrollRegion } from './scroll-region.tsx';

export interface Steps {
  /** Null at the end of the list. */
  readonly previous: (() => void) | null;
  readonly next: (() => void) | null;
  /** `3 of 120 loaded`. */
  readonly where: string;
}

interface Props {
  title: ReactNode;
  label: string;
  /** `page` = the same on a page of its own. */
  as?: 'panel' | 'page';
  steps?: Steps | null;
  onClose: () => void;
  onExpand?: (() => void) | undefined;
  children: ReactNode;
}

/** Below this width the panel covers the list and takes the focus. Same number as in panel.module.css. */
const COVERING_PX = 900;

/** Beside the list, with an address of its own. Esc closes; `[` and `]` walk the list it was opened from. */
export function Panel({ title, label, as = 'panel', steps = null, onClose, onExpand, children }: Props) {
  const body = useRef<HTMLElement>(null);
  useKeys({
    close: onClose,
    previous: () => steps?.previous?.(),
    next: () => steps?.next?.(),
  });
  useEffect(() => {
    if (window.innerWidth <= COVERING_PX) body.current?.focus();
  }, []);
  const Box = as === 'panel' ? 'aside' : 'section';
  return (
    <Box className={css[as]} aria-label={label}>
      <div className={css['head']}>
        <h2 className={css['title']}>{title}</h2>
        {steps === null ? null : (
          <>
            <IconButton
              glyph="up"
              label={`Row before (${keyCaps('previous')}), ${steps.where}`}
              disabledReason={steps.previous === null ? 'This is the first row of the list' : null}
              onClick={() => steps.previous?.()}
            />
            <IconButton
              glyph="down"
              label={`Next row (${keyCaps('next')}), ${steps.where}`}
              disabledReason={steps.next === null ? 'This is the last row loaded' : null}
              onClick={() => steps.next?.()}
            />
          </>
        )}
        {onExpand === undefined ? null : (
          <IconButton glyph="expand" label="Open as full page (Enter)" onClick={onExpand} />
        )}
        <IconButton glyph="close" label={`Close (${keyCaps('close')})`} onClick={onClose} />
      </div>
      <ScrollRegion ref={body} label={`${label}, content`} className={css['body']}>
        {children}
      </ScrollRegion>
    </Box>
  );
}

export function Section({
  heading,
  meta,
  children,
}: {
  heading: string;
  meta?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={css['section']}>
      <h3 className={css['heading']}>
        {heading}
        {meta === undefined || meta === null ? null : <span className={css['meta']}>{meta}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Label and value, one below the other. */
export function Facts({ rows }: { rows: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className={css['facts']}>
      {Object.entries(rows).map(([label, value]) => (
        <FactRow key={label} label={label} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

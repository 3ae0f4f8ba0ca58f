import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './button.module.css';
import { type KeyName, keyCaps } from './keys.ts';

type Kind = 'button' | 'primary' | 'quiet' | 'icon';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'className'> {
  kind?: Kind;
  /** Why it cannot be pressed now; absent = it can. Shown on hover and read out, never hidden. */
  disabledReason?: string | null | undefined;
}

export function Button({ kind = 'button', disabledReason, title, children, ...rest }: Props) {
  const disabled = disabledReason !== undefined && disabledReason !== null;
  return (
    <button
      type="button"
      {...rest}
      className={css[kind]}
      disabled={disabled}
      title={disabled ? disabledReason : title}
    >
      {children}
      {disabled ? <span className="visually-hidden"> ({disabledReason})</span> : null}
    </button>
  );
}

export function buttonClass(kind: Kind): string | undefined {
  return css[kind];
}

export function KeyCap({ name }: { name: KeyName }) {
  return <kbd className={css['key']}>{keyCaps(name)}</kbd>;
}

/** Own drawings on a 16 px grid, 1.5 px strokes. */
const GLYPHS = {
  traffic: 'M2 12.5V9M5 12.5V5M8 12.5V7.5M11 12.5V3M14 12.5V8',
  infrastructure: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.8 10.8 14 14',
  close: 'm4 4 8 8m0-8-8 8',
  up: 'm4 9.5 4-4 4 4',
  down: 'm4 6.5 4 4 4-4',
  rail: 'M2.5 3h11v10h-11zM6.5 3v10',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  person: 'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8ZM2.75 13.5c.6-2.6 2.6-4 5.25-4s4.65 1.4 5.25 4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6',
  export: 'M8 2.5v7M5 6.8l3 3 3-3M3 12.8h10',
  expand: 'M9.5 2.5h4v4M13.3 2.7 9 7M6.5 13.5h-4v-4M2.7 13.3 7 9',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11',
  plus: 'M8 3.5v9M3.5 8h9',
  copy: 'M6 5.5h7v8H6zM10 3H3.5v7.5',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3',
  incidents: 'M8 2.2 14.4 13.4H1.6ZM8 6.6v3M8 11.4h.01',
  correlations:
    'M3.5 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM3.5 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM12.5 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM5 5.2l6 2.2M5 10.8l6-2.2',
  trust: 'M4 5.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM12 14.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 5.5v3a4 4 0 0 0 4 4h2',
  sessions: 'M2.5 3h11v7.5h-6L4.5 13v-2.5h-2ZM5 6h6M5 8h4',
  shield: 'M8 1.8 13.2 4v3.6c0 3.2-2.1 5.4-5.2 6.6-3.1-1.2-5.2-3.4-5.2-6.6V4ZM5.5 6h5M5.5 8.5h3',
  tests: 'M3 2.5h10v11H3zM5.5 6l1 1 1.8-2M5.5 10.2l1 1 1.8-2M10 6.2h1M10 10.4h1',
  blast:
    'M3.5 8.5a1.5 1.5 0 1 0 0-1ZM12 5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM12 14a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM6.2 7.2l4.4-2.6M6.2 8.8l4.4 2.6',
  posture: 'M8 1.8 13.2 4v3.6c0 3.2-2.1 5.4-5.2 6.6-3.1-1.2-5.2-3.4-5.2-6.6V4ZM5.6 7.8l1.8 1.8 3-3.2',
} as const;
export type GlyphName = keyof typeof GLYPHS;

export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg className={css['glyph']} viewBox="0 0 16 16" aria-hidden="true">
      <path d={GLYPHS[name]} />
    </svg>
  );
}

/** An icon alone needs its name said and shown. */
export function IconButton({
  glyph,
  label,
  ...rest
}: Omit<Props, 'kind' | 'children'> & { glyph: GlyphName; label: string }): ReactNode {
  return (
    <Button kind="icon" aria-label={label} title={label} {...rest}>
      <Glyph name={glyph} />
    </Button>
  );
}

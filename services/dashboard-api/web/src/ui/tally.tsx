import type { ReactNode } from 'react';
import { formatCount } from './format.ts';
import markCss from './mark.module.css';
import { Mark, type Shape, type Tone } from './mark.tsx';
import css from './tally.module.css';

/** How many there are of one kind; a press shows exactly those. None is dimmed, not hidden. */
export function Tally(props: {
  shape: Shape;
  tone: Tone;
  count: number;
  word: string;
  /** What is counted, over what. */
  about: string;
  onShow?: () => void;
}) {
  const { shape, count, word, about, onShow } = props;
  const tone = markCss[count === 0 ? 'dim' : props.tone];
  const content = (
    <>
      <Mark shape={shape} />
      {formatCount(count)} {word}
    </>
  );
  if (onShow === undefined) {
    return (
      <span className={`${css['tally']} ${tone}`} title={about}>
        {content}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`${css['tally']} ${tone}`}
      title={`${about}: show only these`}
      onClick={onShow}
    >
      {content}
    </button>
  );
}

/** A line of tallies over a list. */
export function Tallies({ children }: { children: ReactNode }) {
  return <div className={css['line']}>{children}</div>;
}

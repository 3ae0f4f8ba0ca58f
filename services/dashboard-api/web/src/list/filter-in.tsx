import { createContext, type ReactNode, useContext } from 'react';
import { Unknown } from '../ui/mark.tsx';
import { revealName } from '../ui/reveal.ts';
import { ForeignText } from '../ui/untrusted.tsx';
import { isFilterable, type ListField } from '../view-search.ts';
import css from './list.module.css';

/** Adds a filter to the view. Set by the page; cells and panel use it. */
export const FilterIn = createContext<(field: ListField, value: string) => void>(() => undefined);

/** Keeps a value out of the view; null where the list cannot be asked so. */
export const FilterOut = createContext<((field: ListField, value: string) => void) | null>(null);

/** A value that filters in when clicked. By keyboard the same is in the row's menu and in the panel. */
export function Value(props: { field: ListField; value: string; children?: ReactNode; reachable?: boolean }) {
  const filterIn = useContext(FilterIn);
  const filterOut = useContext(FilterOut);
  const { field, value, children } = props;
  const content = children ?? <ForeignText text={value} />;
  if (!isFilterable(value)) return <span title="A value with a comma cannot be a filter">{content}</span>;
  return (
    <button
      type="button"
      tabIndex={props.reachable === true ? 0 : -1}
      className={css['value']}
      title={`Show only ${field} ${revealName(value)}${filterOut === null ? '' : '; with Alt: all but these'}`}
      onClick={(event) => {
        event.stopPropagation();
        if (event.altKey && filterOut !== null) filterOut(field, value);
        else filterIn(field, value);
      }}
    >
      {content}
    </button>
  );
}

/** A value that may be unknown, and then says why. */
export function ForeignValue({ field, value, why }: { field: ListField; value: string | null; why: string }) {
  return value === null ? <Unknown why={why} /> : <Value field={field} value={value} />;
}

import { type ReactNode, useState } from 'react';
import { Button, Glyph, KeyCap } from '../ui/button.tsx';
import { type Choice, Combobox } from '../ui/combobox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatWord } from '../ui/format.ts';
import { useKeys } from '../ui/keys.ts';
import { revealName } from '../ui/reveal.ts';
import {
  filterValues,
  isExcluded,
  isFilterable,
  type ListField,
  plainValue,
  type ViewSearch,
} from '../view-search.ts';
import css from './list.module.css';

export interface FieldValue {
  readonly field: ListField;
  readonly value: string;
}

interface Props {
  view: ViewSearch;
  fields: readonly ListField[];
  /** Values worth offering; asked for when the dialog opens. */
  known: () => readonly FieldValue[];
  /** True where a value that is not offered cannot match anything. */
  isClosed: (field: ListField) => boolean;
  onAdd: (field: ListField, value: string) => void;
  onRemove: (field: ListField, value: string) => void;
  onClear: () => void;
  tools: ReactNode;
}

/** Our own words are said as words; names from other programs stay as they are. */
const WORD_FIELDS: readonly ListField[] = [
  'category',
  'suite',
  'runtime',
  'result',
  'status',
  'state',
  'match',
  'kind',
];

export function shownValue(field: ListField, value: string): string {
  const plain = plainValue(value);
  const shown = revealName(WORD_FIELDS.includes(field) ? formatWord(plain) : plain);
  return isExcluded(value) ? `not ${shown}` : shown;
}

/** The filters in force as chips, and the way to add one. */
export function FilterBar(props: Props) {
  const { view, fields, onAdd, onRemove, onClear, tools } = props;
  const [adding, setAdding] = useState(false);
  useKeys({ search: () => setAdding(true) });
  const chips = fields.flatMap((field) => filterValues(view, field).map((value) => ({ field, value })));
  return (
    <section className={css['filters']} aria-label="Filters">
      {chips.map(({ field, value }) => (
        <button
          key={`${field} ${value}`}
          type="button"
          className={css['chip']}
          title={`Remove the filter ${field} ${revealName(value)}`}
          onClick={() => onRemove(field, value)}
        >
          <span>
            <em>{field}</em> {shownValue(field, value)}
          </span>
          <Glyph name="close" />
        </button>
      ))}
      <Button kind="quiet" onClick={() => setAdding(true)}>
        <Glyph name="plus" />
        Add a filter <KeyCap name="search" />
      </Button>
      {chips.length > 1 ? (
        <Button kind="quiet" onClick={onClear}>
          Remove all
        </Button>
      ) : null}
      <span className={css['tools']}>{tools}</span>
      {adding ? (
        <FilterDialog
          {...props}
          onClose={() => setAdding(false)}
          onAdd={(field, value) => {
            setAdding(false);
            onAdd(field, value);
          }}
        />
      ) : null}
    </section>
  );
}

function FilterDialog(
  props: Pick<Props, 'fields' | 'known' | 'isClosed' | 'onAdd'> & { onClose: () => void },
) {
  const [known] = useState(props.known);
  const choice = (field: ListField, value: string): Choice => ({
    id: `${field} ${value}`,
    group: field,
    label: shownValue(field, value),
    run: () => props.onAdd(field, value),
  });

  function choose(typed: string): readonly Choice[] {
    const { field, text } = splitTyped(typed, props.fields);
    const found = known
      .filter((each) => field === null || each.field === field)
      .filter((each) =>
        `${each.field} ${formatWord(each.value)} ${each.value}`.toLowerCase().includes(text.toLowerCase()),
      )
      .map((each) => choice(each.field, each.value));
    // A value not seen in the rows at hand can still be asked for, where the field is named.
    const exact = field !== null && !props.isClosed(field) && isFilterable(text);
    return exact && !found.some((each) => each.id === `${field} ${text}`)
      ? [...found, choice(field, text)]
      : found;
  }

  return (
    <Dialog title="Add a filter" onClose={props.onClose}>
      <Combobox
        label="Add a filter"
        placeholder={`A value, or field:value, such as ${props.fields[0]}:…`}
        choose={choose}
        none="No row in sight has it. Where the list is read in parts, name the field to ask for it anyway, such as session:abc."
      />
    </Dialog>
  );
}

/** `agent:main` into field and text; without a known field all of it is text. */
function splitTyped(typed: string, fields: readonly ListField[]): { field: ListField | null; text: string } {
  const colon = typed.indexOf(':');
  const field = fields.find((name) => name === typed.slice(0, colon));
  return field === undefined ? { field: null, text: typed } : { field, text: typed.slice(colon + 1).trim() };
}

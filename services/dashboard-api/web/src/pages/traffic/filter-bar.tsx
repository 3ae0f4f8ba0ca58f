import type { Decision, TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Category, Verdict } from '@clawnex/proto/scan.ts';
import { type ReactNode, useState } from 'react';
import { Button, Glyph, KeyCap } from '../../ui/button.tsx';
import { type Choice, Combobox } from '../../ui/combobox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatWord } from '../../ui/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { revealName } from '../../ui/reveal.ts';
import {
  FILTER_FIELD_NAMES,
  type FilterField,
  filterValues,
  isFilterable,
  type ViewSearch,
} from '../../view-search.ts';
import { rowValues } from './match-row.ts';
import css from './traffic.module.css';

const VERDICTS: Record<Verdict, true> = { block: true, review: true, allow: true };
const DECISIONS: Record<Decision, true> = {
  blocked: true,
  held: true,
  redacted: true,
  observed: true,
  bypassed: true,
  passed: true,
};
const CATEGORIES: Record<Category, true> = {
  injection: true,
  jailbreak: true,
  extraction: true,
  delimiter: true,
  memory_tampering: true,
  tool_abuse: true,
  exfiltration: true,
  command: true,
  sensitive_path: true,
  secret: true,
  pii: true,
  hidden_text: true,
  output_leak: true,
  command_and_control: true,
  supply_chain: true,
};
const ORIGINS: Record<TrafficOrigin, true> = { live: true, demo: true, test: true };

/** Values known without looking at rows. */
const FIXED_VALUES: Partial<Record<FilterField, readonly string[]>> = {
  verdict: Object.keys(VERDICTS),
  decision: Object.keys(DECISIONS),
  category: Object.keys(CATEGORIES),
  origin: Object.keys(ORIGINS),
};

/** Rows looked at for suggestions: enough to meet every agent and model, few enough not to be felt. */
const SUGGESTION_ROWS_MAX = 2_000;

interface Props {
  view: ViewSearch;
  rows: readonly ExchangeRow[];
  onAdd: (field: FilterField, value: string) => void;
  onRemove: (field: FilterField, value: string) => void;
  onClear: () => void;
  tools: ReactNode;
}

export function FilterBar({ view, rows, onAdd, onRemove, onClear, tools }: Props) {
  const [adding, setAdding] = useState(false);
  useKeys({ search: () => setAdding(true) });
  const chips = FILTER_FIELD_NAMES.flatMap((field) =>
    filterValues(view, field).map((value) => ({ field, value })),
  );
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
            <em>{field}</em> {revealName(field === 'category' ? formatWord(value) : value)}
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
          rows={rows}
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

function FilterDialog(props: { rows: readonly ExchangeRow[]; onClose: () => void; onAdd: Props['onAdd'] }) {
  const [known] = useState(() => knownValues(props.rows));
  const choice = (field: FilterField, value: string): Choice => ({
    id: `${field} ${value}`,
    group: field,
    label: revealName(field === 'category' ? formatWord(value) : value),
    run: () => props.onAdd(field, value),
  });

  function choose(typed: string): readonly Choice[] {
    const { field, text } = splitTyped(typed);
    const found = known
      .filter((each) => field === null || each.field === field)
      .filter((each) =>
        `${each.field} ${formatWord(each.value)} ${each.value}`.toLowerCase().includes(text.toLowerCase()),
      )
      .map((each) => choice(each.field, each.value));
    // A value not seen in the rows at hand can still be asked for, where the field is named.
    const exact = field !== null && FIXED_VALUES[field] === undefined && isFilterable(text);
    return exact && !found.some((each) => each.id === `${field} ${text}`)
      ? [...found, choice(field, text)]
      : found;
  }

  return (
    <Dialog title="Add a filter" onClose={props.onClose}>
      <Combobox
        label="Add a filter"
        placeholder="A value, or field:value, such as agent:main"
        choose={choose}
        none="No row in sight has it. Name the field to ask for it anyway, such as session:abc."
      />
    </Dialog>
  );
}

/** `agent:main` into field and text; without a known field all of it is text. */
function splitTyped(typed: string): { field: FilterField | null; text: string } {
  const colon = typed.indexOf(':');
  const field = FILTER_FIELD_NAMES.find((name) => name === typed.slice(0, colon));
  return field === undefined ? { field: null, text: typed } : { field, text: typed.slice(colon + 1).trim() };
}

function knownValues(rows: readonly ExchangeRow[]): readonly { field: FilterField; value: string }[] {
  return FILTER_FIELD_NAMES.flatMap((field) => {
    const values = new Set(FIXED_VALUES[field] ?? []);
    for (const row of rows.slice(0, SUGGESTION_ROWS_MAX)) {
      for (const value of rowValues(row, field)) if (value !== null && isFilterable(value)) values.add(value);
    }
    return [...values].map((value) => ({ field, value }));
  });
}

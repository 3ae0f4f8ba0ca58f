import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import {
  isRangeName,
  RANGE_NAMES,
  RANGES,
  resolveRange,
  type ViewSearch,
  withRange,
  withSpan,
} from '../../view-search.ts';
import { Button, Glyph } from '../button.tsx';
import { useNow } from '../clock.ts';
import { Dialog, DialogFoot } from '../dialog.tsx';
import { Field } from '../field.tsx';
import { formatExact } from '../format.ts';
import { keyCaps, useKeys } from '../keys.ts';
import { Menu } from '../menu.tsx';
import css from './frame.module.css';

/** The time range in force on this page, kept in the address. */
export function RangePicker() {
  const view = useSearch({ from: '/frame' });
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [asking, setAsking] = useState(false);
  const range = resolveRange(view, useNow(60_000));
  const go = (next: (view: ViewSearch) => ViewSearch) => void navigate({ to: '.', search: next });
  useKeys({ range: () => setAnchor(document.getElementById('time-range')) });
  return (
    <>
      <button
        id="time-range"
        type="button"
        className={css['control']}
        aria-haspopup="menu"
        title={`Time range (${keyCaps('range')}): ${formatExact(range.from_ms)} – ${range.moving ? 'now' : formatExact(range.to_ms)}`}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <span className={css['long']}>
          <Glyph name="clock" />
        </span>
        {range.label}
      </button>
      {anchor === null ? null : (
        <Menu
          label="Time range"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          sections={[
            {
              items: RANGE_NAMES.map((name) => ({
                label: RANGES[name].label,
                checked: view.from === undefined && (isRangeName(view.range) ? view.range : '24h') === name,
                run: () => go((before) => withRange(before, name)),
              })),
            },
            {
              items: [
                { label: 'From and to…', checked: view.from !== undefined, run: () => setAsking(true) },
              ],
            },
          ]}
        />
      )}
      {asking ? (
        <SpanDialog
          from={range.from_ms}
          to={range.to_ms}
          onClose={() => setAsking(false)}
          onChoose={(from, to) => {
            setAsking(false);
            go((before) => withSpan(before, from, to));
          }}
        />
      ) : null}
    </>
  );
}

function SpanDialog(props: {
  from: number;
  to: number;
  onClose: () => void;
  onChoose: (from: number, to: number) => void;
}) {
  const [from, setFrom] = useState(toLocal(props.from));
  const [to, setTo] = useState(toLocal(props.to));
  const fromMs = new Date(from).getTime();
  const toMs = new Date(to).getTime();
  const wrong =
    Number.isNaN(fromMs) || Number.isNaN(toMs)
      ? 'Fill in both times.'
      : fromMs >= toMs
        ? 'The end has to be after the start.'
        : null;
  return (
    <Dialog title="Time range" onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong === null) props.onChoose(fromMs, toMs);
        }}
      >
        <Field label="From" hint={`Your zone: ${Intl.DateTimeFormat().resolvedOptions().timeZone}`}>
          {(aria) => (
            <input
              {...aria}
              type="datetime-local"
              step={1}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label="To" error={wrong}>
          {(aria) => (
            <input
              {...aria}
              type="datetime-local"
              step={1}
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
        <DialogFoot>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabledReason={wrong}>
            Show this range
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** `2026-11-24T13:43:00` in the operator's zone, as the field takes it. */
function toLocal(ms: number): string {
  const offset = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offset).toISOString().slice(0, 19);
}

// biome-ignore-all lint/a11y/useSemanticElements: roles stand where the native element cannot do it (virtual rows, scrolling regions, pointed-at options)
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import css from './combobox.module.css';

export interface Choice {
  readonly id: string;
  /** `go`, `act`, a field's name. */
  readonly group: string;
  readonly label: string;
  readonly end?: ReactNode;
  readonly run: () => void;
}

/** Most choices shown: who needs more types on. */
const SHOWN_MAX = 40;

/** Type, see what matches, Enter takes the marked one. `choose` gives the choices for what is typed. */
export function Combobox(props: {
  label: string;
  placeholder: string;
  choose: (typed: string) => readonly Choice[];
  none: string;
}) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const choices = props.choose(typed.trim()).slice(0, SHOWN_MAX);
  const current = Math.min(at, choices.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((current + step + choices.length) % Math.max(1, choices.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      choices[current]?.run();
    }
  }

  return (
    <>
      <input
        data-first-focus
        className={css['input']}
        role="combobox"
        aria-label={props.label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={choices.length === 0 ? undefined : `${id}-${current}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={512}
        placeholder={props.placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={props.label} className={css['list']}>
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points at the choice
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            className={css['option']}
            onPointerMove={() => setAt(index)}
            onClick={choice.run}
          >
            <span className={css['group']}>{choice.group}</span>
            <span>{choice.label}</span>
            {choice.end === undefined ? null : <span className={css['end']}>{choice.end}</span>}
          </div>
        ))}
      </div>
      {choices.length === 0 ? (
        <p className={css['none']} role="status">
          {props.none}
        </p>
      ) : null}
    </>
  );
}

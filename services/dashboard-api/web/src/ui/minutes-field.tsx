import { Field } from './field.tsx';
import { formatSpan } from './format.ts';

const MINUTE_MS = 60_000;

export function formatMinutes(minutes: number): string {
  return formatSpan(minutes * MINUTE_MS);
}

/** How long, from a few usual spans. */
export function MinutesField(props: {
  label: string;
  hint?: string;
  choices: readonly number[];
  value: number;
  onChange: (minutes: number) => void;
}) {
  return (
    <Field label={props.label} hint={props.hint}>
      {(aria) => (
        <select
          {...aria}
          value={props.value}
          onChange={(event) => props.onChange(Number(event.target.value))}
        >
          {props.choices.map((minutes) => (
            <option key={minutes} value={minutes}>
              {formatMinutes(minutes)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { Field } from './field.tsx';

interface Props {
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string | null;
}

/** The first field of a door, and where the focus starts. */
export function UsernameField({ value, onChange, length_max, ...rest }: Props & { length_max: number }) {
  return (
    <Field label="Username" {...rest}>
      {(aria) => (
        <input
          {...aria}
          // biome-ignore lint/a11y/noAutofocus: the page exists for this form
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={length_max}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function PasswordField({
  value,
  onChange,
  kind,
  shown = false,
  ...rest
}: Props & { kind: 'current-password' | 'new-password'; shown?: boolean }) {
  return (
    <Field label="Password" {...rest}>
      {(aria) => (
        <input
          {...aria}
          type={shown ? 'text' : 'password'}
          autoComplete={kind}
          maxLength={256}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf } from '../../api/queries.ts';
import { useEnter } from '../../api/use-enter.ts';
import { Button } from '../../ui/button.tsx';
import { Door, DoorProblem, DoorSubmit } from '../../ui/door.tsx';
import { PasswordField, UsernameField } from '../../ui/door-fields.tsx';

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useEnter(
    () => call('signIn', { body: { username: username.trim(), password } }),
    next ?? '/traffic',
  );
  useEffect(() => {
    document.title = 'Sign in · ClawNex';
  }, []);
  const missing = username.trim() === '' || password === '' ? 'Fill in both fields.' : null;
  return (
    <Door title="Sign in" text={next === undefined ? 'To your fleet.' : 'You return to where you were.'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === null && !signIn.isPending)
            signIn.mutate(undefined, { onError: () => setPassword('') });
        }}
      >
        <DoorProblem failure={signIn.error === null ? null : failureOf(signIn.error)} />
        <UsernameField value={username} onChange={setUsername} length_max={64} />
        <PasswordField value={password} onChange={setPassword} kind="current-password" />
        <DoorSubmit>
          <Button kind="primary" type="submit" disabledReason={signIn.isPending ? 'Signing in' : missing}>
            {signIn.isPending ? 'Signing in…' : 'Sign in'}
          </Button>
        </DoorSubmit>
      </form>
    </Door>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, meQuery, queryClient, unwrap } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Door, DoorProblem, DoorSubmit } from '../../ui/door.tsx';
import { Field } from '../../ui/field.tsx';

export function SignInPage() {
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => unwrap(await call('signIn', { body: { username: username.trim(), password } })),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, me);
      router.history.replace(next ?? '/traffic');
    },
    onError: () => setPassword(''),
  });
  useEffect(() => {
    document.title = 'Sign in · ClawNex';
  }, []);
  const missing = username.trim() === '' || password === '' ? 'Fill in both fields.' : null;
  return (
    <Door title="Sign in" text={next === undefined ? 'To your fleet.' : 'You return to where you were.'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === null && !signIn.isPending) signIn.mutate();
        }}
      >
        <DoorProblem failure={signIn.error === null ? null : failureOf(signIn.error)} />
        <Field label="Username">
          {(aria) => (
            <input
              {...aria}
              // biome-ignore lint/a11y/noAutofocus: the page exists for this form
              autoFocus
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={64}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(aria) => (
            <input
              {...aria}
              type="password"
              autoComplete="current-password"
              maxLength={256}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <DoorSubmit>
          <Button kind="primary" type="submit" disabledReason={signIn.isPending ? 'Signing in' : missing}>
            {signIn.isPending ? 'Signing in…' : 'Sign in'}
          </Button>
        </DoorSubmit>
      </form>
    </Door>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call, type Failure } from '../../api/client.ts';
import { failureOf, setupQuery } from '../../api/queries.ts';
import { useEnter } from '../../api/use-enter.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Door, DoorProblem, DoorSubmit } from '../../ui/door.tsx';
import { PasswordField, UsernameField } from '../../ui/door-fields.tsx';
import { Field } from '../../ui/field.tsx';
import { FailureState } from '../../ui/states.tsx';

/** The API's rules for new names and passwords, said before it has to say them. */
const USERNAME = /^[a-z0-9][a-z0-9._-]{1,31}$/;
const PASSWORD_LENGTH_MIN = 12;

/** The token of the set-up link, taken out of the address at once so that history and screenshots do not keep it. */
let tokenOfLink: string | null = null;
function takeToken(): string {
  const found = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (found !== null) {
    tokenOfLink = found;
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return tokenOfLink ?? '';
}

export function SetupPage() {
  const setup = useQuery(setupQuery);
  const [linked] = useState(takeToken);
  useEffect(() => {
    document.title = 'Set up · ClawNex';
  }, []);
  if (setup.error !== null) {
    return (
      <FailureState
        what="Set-up could not be opened."
        failure={failureOf(setup.error)}
        retry={() => void setup.refetch()}
      />
    );
  }
  if (setup.data === undefined) return null;
  if (!setup.data.needed) {
    return (
      <Door title="Already set up" text="The first operator exists. This link has done its work.">
        <Link to="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </Door>
    );
  }
  return <SetupForm linked={linked} />;
}

function SetupForm({ linked }: { linked: string }) {
  const [token, setToken] = useState(linked);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const create = useEnter(async () => {
    const outcome = await call('createFirstOperator', { body: { token: token.trim(), username, password } });
    if (outcome.ok) tokenOfLink = null;
    return outcome;
  }, '/traffic');
  const failure = create.error === null ? null : failureOf(create.error);
  const wrong = {
    token: token.trim().length < 16 ? 'Paste the token from the set-up link, the part after "token=".' : null,
    username: USERNAME.test(username)
      ? null
      : 'Use 2 to 32 of a-z, 0-9, dot, dash, underscore; start with a letter or digit.',
    password:
      password.length < PASSWORD_LENGTH_MIN
        ? `${PASSWORD_LENGTH_MIN - password.length} more to reach ${PASSWORD_LENGTH_MIN} characters.`
        : null,
  };
  const errorAt = (field: keyof typeof wrong): string | null => {
    if (failure?.where === `body.${field}`) return failure.message;
    return tried ? wrong[field] : null;
  };
  return (
    <Door
      title="Create the first operator"
      text="This operator is an admin and can change everything. The set-up link works once and for 15 minutes."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.values(wrong).every((reason) => reason === null) && !create.isPending) create.mutate();
        }}
      >
        <DoorProblem failure={isAtField(failure) ? null : failure} />
        {linked !== '' ? null : (
          <Field
            label="Set-up token"
            hint="In the link that the start script prints; a new one: clawnex setup link"
            error={errorAt('token')}
          >
            {(aria) => (
              <input
                {...aria}
                autoComplete="off"
                spellCheck={false}
                maxLength={128}
                value={token}
                onChange={(event) => setToken(event.target.value)}
              />
            )}
          </Field>
        )}
        <UsernameField
          value={username}
          onChange={setUsername}
          length_max={32}
          hint="Lower case, such as ada or night-shift"
          error={errorAt('username')}
        />
        <PasswordField
          value={password}
          onChange={setPassword}
          kind="new-password"
          shown={shown}
          hint="12 characters or more; a sentence is good. No other rules."
          error={errorAt('password')}
        />
        <DoorSubmit>
          <Button kind="primary" type="submit" disabledReason={create.isPending ? 'Creating' : null}>
            {create.isPending ? 'Creating…' : 'Create operator and sign in'}
          </Button>
          <Button kind="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide the password' : 'Show the password'}
          </Button>
        </DoorSubmit>
      </form>
    </Door>
  );
}

function isAtField(failure: Failure | null): boolean {
  return failure !== null && ['body.username', 'body.password'].includes(failure.where ?? '');
}

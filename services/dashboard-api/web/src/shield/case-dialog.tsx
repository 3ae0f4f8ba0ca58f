import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import type { Origin, Verdict } from '@clawnex/proto/scan.ts';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { ORIGIN_NAMES } from '../evidence/origins.ts';
import { ActDialog, ActPair, ActText } from '../ui/act-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { formatWord } from '../ui/format.ts';
import { useDenial } from '../ui/frame/me.ts';
import { say } from '../ui/toast.tsx';
import { shieldTestsChanged } from './shield-tests.ts';

const EXPECTED: Record<Verdict, string> = {
  block: 'block',
  review: 'at least review',
  allow: 'allow, exactly',
};
/** As the API takes it. */
const LENGTH_MAX = 16 * 1024;

export interface CaseAsked {
  readonly text: string;
  readonly origin: Origin;
  readonly expected: Verdict;
}

/** Keeps a text as a test: from now on each run says whether the shield still judges it so. */
export function CaseDialog({ asked, onClose }: { asked: CaseAsked | null; onClose: () => void }) {
  const denial = useDenial(PERMISSION.changePolicy, 'add a shield test', ['admin', 'responder']);
  const [title, setTitle] = useState('');
  const [text, setText] = useState(asked?.text ?? '');
  const [origin, setOrigin] = useState<Origin>(asked?.origin ?? 'user');
  const [expected, setExpected] = useState<Verdict>(asked?.expected ?? 'block');
  const wrong =
    title.trim().length < 3
      ? 'Name it, in at least 3 characters.'
      : text === ''
        ? 'The text is missing.'
        : text.length > LENGTH_MAX
          ? 'The text is too long for a test: at most 16,384 characters.'
          : null;
  return (
    <ActDialog
      title="Add a shield test"
      verb="Add the test"
      cannot={denial ?? wrong}
      reason_min={0}
      act={() =>
        call('addShieldTest', {
          body: {
            title: title.trim(),
            text,
            origin,
            side: origin === 'assistant' ? 'response' : 'request',
            expected,
          },
        })
      }
      onDone={() => {
        shieldTestsChanged();
        say('Added. Run the tests to see what comes of it.');
      }}
      onClose={onClose}
    >
      <ActText>The text is stored as it stands here, and can be read by all who may read the policy.</ActText>
      <Field label="Title">
        {(aria) => (
          <input
            {...aria}
            data-first-focus
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <ActPair>
        <Field label="Expected verdict">
          {(aria) => (
            <select
              {...aria}
              value={expected}
              // One of the options, which are the verdicts.
              onChange={(event) => setExpected(event.target.value as Verdict)}
            >
              {Object.entries(EXPECTED).map(([verdict, words]) => (
                <option key={verdict} value={verdict}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Origin">
          {(aria) => (
            <select
              {...aria}
              value={origin}
              // One of the options, which are the origins.
              onChange={(event) => setOrigin(event.target.value as Origin)}
            >
              {ORIGIN_NAMES.map((each) => (
                <option key={each} value={each}>
                  {formatWord(each)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </ActPair>
      <Field label="Text of the test">
        {(aria) => (
          <textarea
            {...aria}
            rows={6}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </ActDialog>
  );
}

import type { Origin, Verdict } from '@clawnex/proto/scan.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, unwrap } from '../../api/queries.ts';
import type { RouteAnswer } from '../../api/routes.ts';
import { DetectionView } from '../../evidence/block-evidence.tsx';
import { ORIGIN_NAMES } from '../../evidence/origins.ts';
import { ScoreLedger } from '../../evidence/score-ledger.tsx';
import { CaseDialog } from '../../shield/case-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatUs, formatWord, plural } from '../../ui/format.ts';
import { VerdictPill } from '../../ui/mark.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { UntrustedText } from '../../ui/untrusted.tsx';
import { useLater } from '../../ui/use-later.ts';
import css from './analyser.module.css';

type Answer = RouteAnswer<'scanText'>;

/** What is typed is scanned when the typing pauses for a moment. */
const PAUSE_MS = 150;
/** As the API takes it. */
const LENGTH_MAX = 64 * 1024;

/** Type or paste a text and see at once what the rules in force make of it. */
export function Analyser() {
  const [text, setText] = useState('');
  const [origin, setOrigin] = useState<Origin>('user');
  const asked = useLater(text, PAUSE_MS);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['scan-text', asked, origin],
    queryFn: async ({ signal }) => unwrap(await call('scanText', { body: { text: asked, origin } }, signal)),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 0,
  });
  const answer = asked === '' ? undefined : data;
  return (
    <ScrollRegion label="Analyser" className={css['analyser']}>
      <div className={css['given']}>
        <p className={css['about']}>
          Nothing typed here is stored or sent to a model. It is judged with the rules in force, yours
          included; what would then be done, the policy says.
        </p>
        <Field
          label="Text"
          hint={`${plural(text.length, 'character')} of at most ${plural(LENGTH_MAX, 'character')}`}
        >
          {(aria) => (
            <textarea
              {...aria}
              className={css['text']}
              rows={12}
              maxLength={LENGTH_MAX}
              spellCheck={false}
              placeholder="Type or paste a prompt, a tool's result, an answer"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Origin"
          hint="Who wrote it: the same words weigh more in a tool's result than from the user"
        >
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
      </div>
      <div className={css['answer']} data-stale={isPlaceholderData || asked !== text ? '' : undefined}>
        <div className={css['verdict']} role="status">
          {error !== null ? (
            <>It could not be scanned. {failureOf(error).message}</>
          ) : answer === undefined ? (
            <span className={css['dim']}>The verdict stands here as you type.</span>
          ) : (
            <>
              <VerdictPill verdict={answer.result.verdict} />
              <strong title="0 to 100">score {answer.result.score}</strong>
              <span className={css['dim']}>
                scanned in {formatUs(answer.took_us)}, ruleset {answer.ruleset.slice(0, 12)}
              </span>
            </>
          )}
        </div>
        {answer === undefined || error !== null ? null : (
          <Findings key={asked} answer={answer} text={isPlaceholderData ? '' : asked} origin={origin} />
        )}
      </div>
    </ScrollRegion>
  );
}

function MakeTest({ text, origin, verdict }: { text: string; origin: Origin; verdict: Verdict }) {
  const [open, setOpen] = useState(false);
  return (
    <p>
      <Button onClick={() => setOpen(true)}>Make it a shield test…</Button>
      {open ? (
        <CaseDialog asked={{ text, origin, expected: verdict }} onClose={() => setOpen(false)} />
      ) : null}
    </p>
  );
}

function Findings({ answer, text, origin }: { answer: Answer; text: string; origin: Origin }) {
  const { result, rules, views } = answer;
  const highlights = result.detections.flatMap(({ rule, spans }) =>
    spans.map(({ start, end }) => ({ start, end, rule })),
  );
  return (
    <>
      <h2>Where it was found</h2>
      <UntrustedText text={text} highlights={highlights} label="The text, hits marked" />
      <h2>What was found</h2>
      {result.detections.length === 0 ? (
        <p className={css['dim']}>No rule fired.</p>
      ) : (
        result.detections.map((detection) => (
          <DetectionView
            key={`${detection.rule} ${detection.view}`}
            detection={detection}
            rule={rules.find(({ id }) => id === detection.rule)}
            act={null}
          />
        ))
      )}
      <ScoreLedger block={result} />
      <MakeTest text={text} origin={origin} verdict={result.verdict} />
      <h2>How it was read</h2>
      <p className={css['dim']}>
        {plural(views.length, 'reading')}
        {answer.views_left_out === 0 ? '' : `, ${answer.views_left_out} more not shown`}: what is hidden in an
        encoding or behind look-alike letters is scanned like what is plain.
      </p>
      {views.map((view, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two readings can have one name, and they never move
        <details key={index} className={css['view']} open={index > 0 && index < 3}>
          <summary>
            {view.name === 'raw' ? 'as written' : view.name}{' '}
            <span className={css['dim']}>{plural(view.text.length, 'character')}</span>
          </summary>
          <UntrustedText text={view.text} label={`Reading ${index + 1}: ${view.name}`} />
        </details>
      ))}
    </>
  );
}

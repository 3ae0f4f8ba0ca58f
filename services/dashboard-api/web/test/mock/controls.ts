import { BREAK_GLASS_WORDS } from '@clawnex/proto/controls/break-glass.ts';
import type {
  ExceptionView,
  LiftingView,
  ReviewView,
  StopView,
} from '@clawnex/proto/http/dashboard/enforcement.ts';
import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { DASHBOARD_ROUTES as ROUTES } from '@clawnex/proto/http/dashboard.ts';
import type { z } from 'zod';
import { makeBlock } from './exchanges.ts';
import { type Handlers, Refusal } from './handlers.ts';

type Stop = z.output<typeof StopView>;
type Exception = z.output<typeof ExceptionView>;
type Lifting = z.output<typeof LiftingView>;
type Review = z.output<typeof ReviewView>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const iso = (ms: number) => new Date(ms).toISOString();
export const controlId = (number: number) => `0199cccc-0000-7000-8000-${String(number).padStart(12, '0')}`;

export interface ControlsOptions {
  readonly me: () => string;
  readonly rows: readonly ExchangeRow[];
}

/** Containment, exceptions, reviews and break-glass in memory. */
export function makeControls({ me, rows }: ControlsOptions): Handlers {
  const now = Date.now();
  let ids = 100;
  const nextId = () => {
    ids += 1;
    return controlId(ids);
  };
  let stops: Stop[] = [
    {
      id: controlId(1),
      kind: 'agent',
      name: 'night\u202eshift',
      reason: 'Sends the same token as research; being looked at.',
      by: 'grace',
      since: iso(now - 20 * MINUTE_MS),
      until: iso(now + 40 * MINUTE_MS),
    },
  ];
  let exceptions: Exception[] = [
    {
      id: controlId(11),
      rule: 'secret.private_key',
      origins: ['tool_result'],
      scope: { agent: 'release-bot', tool: 'read_file' },
      reason: 'The test key of the signing suite, published on purpose.',
      owner: 'release team',
      by: 'ada',
      created_at: iso(now - 60 * DAY_MS),
      expires_at: iso(now + 3 * DAY_MS),
      state: 'expires_soon',
      hits: 412,
      last_hit_at: iso(now - 5 * MINUTE_MS),
    },
    {
      id: controlId(12),
      rule: 'injection.ignore_previous',
      origins: null,
      scope: { content_hash: 'b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78' },
      reason: 'A page of our own security manual that quotes attacks.',
      owner: 'ada',
      by: 'ada',
      created_at: iso(now - 2 * DAY_MS),
      expires_at: iso(now + 88 * DAY_MS),
      state: 'in_force',
      hits: 0,
      last_hit_at: null,
    },
  ];
  const held = rows.find((row) => row.verdict === 'block');
  let reviews: Review[] =
    held === undefined
      ? []
      : [
          {
            review_id: controlId(21),
            state: 'waits',
            tries: 3,
            first_at: iso(now - 9 * MINUTE_MS),
            last_at: iso(now - 2 * MINUTE_MS),
            agent: 'research',
            session: 'trace-77f1',
            model: 'gpt-5-mini',
            score: 61,
            call_id: held.call_id,
            blocks: [makeBlock(61, 'review')],
            decided_by: null,
            until: null,
          },
        ];
  let lifting: Lifting | null = null;
  const done = (id: string) => ({ id, published: true });
  const known = <T>(found: T | undefined): T => {
    if (found === undefined) throw new Refusal('not_found', 'It is not there any more.');
    return found;
  };
  const typed = (words: string) => {
    if (words !== BREAK_GLASS_WORDS)
      throw new Refusal('bad_request', 'The words are not the ones asked for.');
  };

  return {
    listStops: () => ({ revision: 3, published: true, rows: stops }),
    addStop: ({ body }) => {
      const { minutes, ...asked } = ROUTES.addStop.body.parse(body);
      if (asked.name === 'conflict') throw new Refusal('conflict', 'This agent is contained already.');
      const at = Date.now();
      const stop = { ...asked, id: nextId(), by: me(), since: iso(at), until: iso(at + minutes * MINUTE_MS) };
      stops = [stop, ...stops];
      return done(stop.id);
    },
    endStop: ({ params }) => {
      const { id } = known(stops.find((stop) => stop.id === params['id']));
      stops = stops.filter((stop) => stop.id !== id);
      return done(id);
    },
    listExceptions: () => ({ revision: 2, published: true, rows: exceptions }),
    addException: ({ body }) => {
      const { days, origins = null, ...asked } = ROUTES.addException.body.parse(body);
      const at = Date.now();
      const exception: Exception = {
        ...asked,
        origins,
        id: nextId(),
        by: me(),
        created_at: iso(at),
        expires_at: iso(at + days * DAY_MS),
        state: 'in_force',
        hits: 0,
        last_hit_at: null,
      };
      exceptions = [exception, ...exceptions];
      return done(exception.id);
    },
    endException: ({ params }) => {
      const { id } = known(exceptions.find((exception) => exception.id === params['id']));
      exceptions = exceptions.filter((exception) => exception.id !== id);
      return done(id);
    },
    listReviews: () => ({ rows: reviews }),
    decideReview: ({ params, body }) => {
      const { verdict, minutes } = ROUTES.decideReview.body.parse(body);
      const review = known(reviews.find((each) => each.review_id === params['id']));
      const until = verdict === 'approved' ? iso(Date.now() + minutes * MINUTE_MS) : null;
      reviews = reviews.map((each) =>
        each === review ? { ...each, state: verdict, decided_by: me(), until } : each,
      );
      return done(review.review_id);
    },
    readBreakGlass: () => ({ lifting, words: BREAK_GLASS_WORDS, two_person: false, published: true }),
    liftEnforcement: ({ body }) => {
      const { minutes, reason, words } = ROUTES.liftEnforcement.body.parse(body);
      typed(words);
      const at = Date.now();
      lifting = {
        id: nextId(),
        reason,
        by: me(),
        confirmed_by: null,
        minutes,
        asked_at: iso(at),
        since: iso(at),
        until: iso(at + minutes * MINUTE_MS),
        state: 'lifted',
        bypassed: 0,
      };
      return done(lifting.id);
    },
    endLifting: () => {
      const { id } = known(lifting ?? undefined);
      lifting = null;
      return done(id);
    },
  };
}

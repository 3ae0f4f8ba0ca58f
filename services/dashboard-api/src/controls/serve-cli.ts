import type { CommandFailure } from '@clawnex/proto/commands.ts';
import {
  addCanary as addCanaryRoute,
  addStop as addStopRoute,
  liftEnforcement,
} from '@clawnex/proto/http/dashboard/enforcement.ts';
import { ChangeReason } from '@clawnex/proto/http/dashboard/policy-document.ts';
import type { CommandHandlers } from '@clawnex/shared/bus/commands.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { printPath } from '@clawnex/shared/policy/describe-issue.ts';
import { readPolicyYaml, writePolicyYaml } from '@clawnex/shared/policy/policy-yaml.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { z } from 'zod';
import type { Api } from '../api.ts';
import { countBypassed } from '../break-glass/break-glass.sql.ts';
import * as liftings from '../break-glass/liftings.ts';
import * as canaries from '../canaries/canaries.ts';
import * as stops from '../containment/stops.ts';
import type { Actor } from '../policy/policy-keeper.ts';
import { publishPolicy } from '../policy/publish-policy.ts';

/** Commands of the admin at the machine's command line: the same changes as over HTTP, under the same checks. */
export function cliCommands(api: Api): CommandHandlers {
  const { desks, clock } = api;
  const count = prepareQuery(api.reader, countBypassed);
  return {
    policy_get: async () => {
      const policy = api.policy.current();
      const published = api.publisher.published();
      return { revision: policy.revision, yaml: writePolicyYaml(policy), published };
    },
    policy_put: async ({ revision, yaml, reason, by }) => {
      const read = readPolicyYaml(yaml);
      if (!read.ok)
        return refuse(failure('bad_request', `${read.where || 'the document'}: it ${read.message}.`));
      const why = ChangeReason.safeParse(reason);
      if (!why.success) return refuse(failure('bad_request', 'reason: give one of at least 3 characters.'));
      const on = revision ?? api.policy.current().revision;
      const changed = await api.policy.replace(on, read.document, why.data, actor(by));
      if (!changed.ok) return refuse(changed);
      const view = await publishPolicy(api, changed.policy);
      return { revision: view.revision, published: view.published };
    },
    stops_get: async () => {
      const now = clock.now();
      const list = desks.containment.current().stops.filter(({ until_ms }) => until_ms > now);
      return { stops: list, published: desks.containment.publisher.published() };
    },
    stop_add: async ({ by, ...wish }) => {
      const checked = addStopRoute.body.safeParse(wish);
      if (!checked.success) return refuseIssue(checked.error);
      return answer(await stops.addStop(desks.containment, clock, checked.data, actor(by)));
    },
    stop_end: async ({ id, by }) => answer(await stops.endStop(desks.containment, clock, id, actor(by))),
    break_glass_get: async () => {
      const { lifting } = desks.break_glass.current();
      const bypassed = lifting === null ? 0 : (count.get({ break_glass_id: lifting.id })?.bypassed ?? 0);
      return { lifting, bypassed, published: desks.break_glass.publisher.published() };
    },
    break_glass_lift: async ({ by, ...wish }) => {
      const checked = liftEnforcement.body.safeParse(wish);
      if (!checked.success) return refuseIssue(checked.error);
      const twoPerson = api.policy.current().two_person_break_glass;
      return answer(await liftings.lift(desks.break_glass, clock, { ...checked.data, twoPerson }, actor(by)));
    },
    break_glass_end: async ({ id, by }) =>
      answer(await liftings.end(desks.break_glass, clock, id, actor(by))),
    canaries_get: async () => ({
      canaries: desks.canaries.current().canaries,
      published: desks.canaries.publisher.published(),
    }),
    canary_add: async ({ by, ...wish }) => {
      const checked = addCanaryRoute.body.safeParse(wish);
      if (!checked.success) return refuseIssue(checked.error);
      return answer(await canaries.addCanary(desks.canaries, clock, checked.data, actor(by)));
    },
    canary_end: async ({ id, by }) => answer(await canaries.endCanary(desks.canaries, id, actor(by))),
  };
}

/** As the audit trail names who sits at the machine. */
function actor(by: string): Actor {
  return { username: `cli:${by}`.slice(0, 128), address: 'local' };
}

function answer(changed: stops.Changed): { id: string; published: boolean } | CommandFailure {
  return changed.ok ? { id: changed.id, published: changed.published } : refuse(changed);
}

function refuse({ code, message }: HttpFailure): CommandFailure {
  return { error: { code, message } };
}

function refuseIssue(error: z.ZodError): CommandFailure {
  const [issue] = error.issues;
  return refuse(
    failure('bad_request', `${printPath(issue?.path ?? [])}: ${issue?.message ?? 'not accepted'}`),
  );
}

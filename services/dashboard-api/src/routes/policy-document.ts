import {
  checkPolicyDocument,
  explainPolicy,
  listPolicyVersions,
  readPolicyDocument,
  writePolicyDocument,
} from '@clawnex/proto/http/dashboard/policy-document.ts';
import type { PolicyLine } from '@clawnex/proto/policy.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { diffDocuments } from '@clawnex/shared/policy/diff-documents.ts';
import { explainPolicy as explain } from '@clawnex/shared/policy/explain-policy.ts';
import { documentOf, readPolicyYaml, writePolicyYaml } from '@clawnex/shared/policy/policy-yaml.ts';
import { PROFILE_SETTINGS } from '@clawnex/shared/policy/profiles.ts';
import { SettledPolicy } from '@clawnex/shared/policy/settle-policy.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { publishPolicy } from '../policy/publish-policy.ts';
import { actorOf } from './published.ts';

export function mountReadPolicyDocument(app: Hono, api: Api): void {
  mountRoute(app, readPolicyDocument, api.operators, () => {
    const policy = api.policy.current();
    const { revision } = policy;
    return {
      ok: true,
      body: { revision, yaml: writePolicyYaml(policy), published: api.publisher.published() },
    };
  });
}

export function mountWritePolicyDocument(app: Hono, api: Api): void {
  mountRoute(app, writePolicyDocument, api.operators, async ({ body, caller }) => {
    const read = readPolicyYaml(body.yaml);
    if (!read.ok) return fault(read);
    const changed = await api.policy.replace(body.revision, read.document, body.reason, actorOf(caller));
    if (!changed.ok) return changed;
    return { ok: true, body: await publishPolicy(api, changed.policy) };
  });
}

export function mountCheckPolicyDocument(app: Hono, api: Api): void {
  mountRoute(app, checkPolicyDocument, api.operators, ({ body }) => {
    const read = readPolicyYaml(body.yaml);
    if (!read.ok) return fault(read);
    const policy = api.policy.current();
    const differences = diffDocuments(documentOf(policy), read.document).map((one) => ({ ...one }));
    return { ok: true, body: { revision: policy.revision, differences } };
  });
}

export function mountListPolicyVersions(app: Hono, api: Api): void {
  mountRoute(app, listPolicyVersions, api.operators, ({ query }) => ({
    ok: true,
    body: {
      rows: api.policy
        .versions(query.limit)
        .map(({ policy: { revision, mode, profile, updated_at_ms, updated_by }, reason }) => ({
          ...{ revision, mode, profile, updated_by, reason },
          updated_at: toIso(updated_at_ms),
        })),
    },
  }));
}

export function mountExplainPolicy(app: Hono, api: Api): void {
  mountRoute(app, explainPolicy, api.operators, ({ body }) => {
    const current = api.policy.current();
    const read = body.yaml === undefined ? undefined : readPolicyYaml(body.yaml);
    if (read?.ok === false) return fault(read);
    const settled = new SettledPolicy(read === undefined ? current : { ...current, ...read.document });
    const {
      host = '',
      instance,
      agent,
      key,
      model,
      route,
      rule,
      category,
      severity,
      origin,
      side,
      tool,
    } = body;
    const subject = { host, instance, agent, key, model, route };
    const told = explain(settled, subject, { rule, category, severity, origin, side }, tool);
    const { title, lines } = PROFILE_SETTINGS[told.profile];
    return {
      ok: true,
      body: {
        ...told,
        where: { ...told.where },
        profile_title: title,
        profile_lines: lines.map(describeLine),
      },
    };
  });
}

function describeLine({ rule, category, origin, side, severity, action }: PolicyLine): { text: string } {
  const about = [rule, category, origin, side, severity === undefined ? undefined : `from ${severity}`];
  return { text: `${about.filter((part) => part !== undefined).join(', ')}: ${action}` };
}

function fault({ where, message }: { readonly where: string; readonly message: string }): HttpFailure {
  const pointer = where === '' ? 'body.yaml' : where;
  return failure(
    'bad_request',
    `${pointer}: it ${message}. Nothing was changed.`.slice(0, 590),
    pointer.slice(0, 200),
  );
}

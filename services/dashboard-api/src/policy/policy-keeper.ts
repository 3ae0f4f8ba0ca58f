import type { PolicyView } from '@clawnex/proto/http/dashboard/policy.ts';
import { DEFAULT_POLICY, Policy, type PolicyDocument } from '@clawnex/proto/policy.ts';
import { type Clock, toIso } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { diffDocuments, printDifference } from '@clawnex/shared/policy/diff-documents.ts';
import { checkPolicyDocument, documentOf } from '@clawnex/shared/policy/policy-yaml.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import { insertPolicy, type PolicyRow, readLatestPolicy, readPolicyVersions } from './policy.sql.ts';

/** Who changes something, as the audit trail names them. */
export interface Actor {
  readonly username: string;
  readonly address: string;
}

interface PolicyChange extends Partial<PolicyDocument> {
  readonly revision: number;
  readonly reason: string;
}

export interface PolicyVersion {
  readonly policy: Policy;
  readonly reason: string;
}

/** The policy as the store has it: every version is kept, the latest counts, its change is audited with it. */
export class PolicyKeeper {
  readonly #writer: ControlWriter;
  readonly #clock: Clock;
  readonly #latest: PreparedQuery<PolicyRow>;
  readonly #versions: PreparedQuery<PolicyRow & { reason: string }>;
  readonly #insert: PreparedWrite;

  constructor(writer: ControlWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
    this.#latest = prepareQuery(writer.db, readLatestPolicy);
    this.#versions = prepareQuery(writer.db, readPolicyVersions);
    this.#insert = prepareWrite(writer.db, insertPolicy);
  }

  current(): Policy {
    const row = this.#latest.get();
    return row === undefined ? DEFAULT_POLICY : toPolicy(row);
  }

  versions(limit: number): PolicyVersion[] {
    return this.#versions.all({ limit }).map((row) => ({ policy: toPolicy(row), reason: row.reason }));
  }

  /** Stores a new version, if `change.revision` is still the latest. What the change does not name stays as it is. */
  async change(change: PolicyChange, by: Actor): Promise<{ ok: true; policy: Policy } | HttpFailure> {
    const { reason, revision, ...settings } = change;
    return await this.#store(
      revision,
      (before) => ({ ...documentOf(before), ...settings }),
      reason,
      by,
      'body.',
    );
  }

  /** The same with a whole document. */
  async replace(
    revision: number,
    document: PolicyDocument,
    reason: string,
    by: Actor,
  ): Promise<{ ok: true; policy: Policy } | HttpFailure> {
    return await this.#store(revision, () => document, reason, by, '');
  }

  async #store(
    revision: number,
    make: (before: Policy) => unknown,
    reason: string,
    by: Actor,
    pointer: string,
  ): Promise<{ ok: true; policy: Policy } | HttpFailure> {
    const written = await this.#writer.write((): { ok: true; policy: Policy } | HttpFailure => {
      const before = this.current();
      const checked = checkPolicyDocument(make(before));
      if (!checked.ok) {
        const where = `${pointer}${checked.where}`;
        return failure('bad_request', `${where}: it ${checked.message}. Nothing was changed.`, where);
      }
      if (before.revision !== revision) return conflict(before, checked.document);
      const updated_at_ms = this.#clock.now();
      const after = {
        ...checked.document,
        revision: before.revision + 1,
        updated_at_ms,
        updated_by: by.username,
      };
      this.#insert({ ...columnsOf(after), reason, document_json: JSON.stringify(checked.document) });
      this.#writer.audit({
        actor: by.username,
        action: 'policy_changed',
        target: `policy:${after.revision}`,
        // Safe: a policy is plain JSON.
        detail: JSON.parse(JSON.stringify({ before, after, reason, address: by.address })),
      });
      return { ok: true, policy: after };
    });
    return written.ok ? written.value : written;
  }
}

/** What the other operator did, so that the second can decide again. */
function conflict(now: Policy, wanted: PolicyDocument): HttpFailure {
  const differences = diffDocuments(documentOf(now), wanted).map(printDifference).join('; ');
  return failure(
    'conflict',
    `Somebody else changed the policy meanwhile: ${now.updated_by} made revision ${now.revision}. Yours differs from it so: ${differences || 'not at all'}`.slice(
      0,
      590,
    ),
    'body.revision',
  );
}

function toPolicy({ document_json, ...columns }: PolicyRow): Policy {
  if (document_json === null) return Policy.parse(columnsOf(columns));
  return Policy.parse({ ...JSON.parse(document_json), ...columnsOf(columns) });
}

function columnsOf(policy: Omit<PolicyRow, 'document_json'>): Omit<PolicyRow, 'document_json'> {
  const { revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by } =
    policy;
  return { revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by };
}

export function toPolicyView(policy: Policy, published: boolean): PolicyView {
  const { revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by } =
    policy;
  return {
    ...{ revision, mode, deadline_ms, on_deadline, review_score, block_score },
    ...{ profile: policy.profile, lines: policy.lines.length, scopes: policy.scopes.length },
    updated_at: updated_at_ms === 0 ? null : toIso(updated_at_ms),
    updated_by,
    published,
  };
}

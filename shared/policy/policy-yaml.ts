import { type Policy, PolicyDocument } from '@clawnex/proto/policy.ts';
import { parseDocument, stringify, visit } from 'yaml';
import { describeIssue } from './describe-issue.ts';

/** A policy is read by people; 256 KiB are some thousand lines. */
export const POLICY_YAML_LENGTH_MAX = 256 * 1024;
/** Of the file, so that a later meaning can be told from this one. */
const VERSION = 1;

export type ReadDocument =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly where: string; readonly message: string };

/** Reads a policy as operators write it. Says of the first fault where it is and what is wrong with it. */
export function readPolicyYaml(text: string): ReadDocument {
  if (text.length > POLICY_YAML_LENGTH_MAX)
    return { ok: false, where: '', message: `is longer than ${POLICY_YAML_LENGTH_MAX} characters` };
  const parsed = parseDocument(text, { uniqueKeys: true, version: '1.2', schema: 'core' });
  const error = parsed.errors[0];
  if (error !== undefined) {
    const line = error.linePos?.[0].line;
    return { ok: false, where: line === undefined ? '' : `line ${line}`, message: firstLine(error.message) };
  }
  let hasAlias = false;
  visit(parsed, {
    Alias: () => {
      hasAlias = true;
    },
  });
  if (hasAlias) return { ok: false, where: '', message: 'aliases are not read: write the value out' };
  const value: unknown = parsed.toJS({ maxAliasCount: 0 });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, where: '', message: 'must be a map: mode, profile, lines, scopes' };
  const { version = VERSION, ...rest } = value as Record<string, unknown>;
  if (version !== VERSION) return { ok: false, where: 'version', message: `must be ${VERSION}` };
  return checkPolicyDocument(rest);
}

/** The same for a policy that is already data. */
export function checkPolicyDocument(value: unknown): ReadDocument {
  const checked = PolicyDocument.safeParse(value);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    return {
      ok: false,
      ...(issue === undefined ? { where: '', message: 'is not a policy' } : describeIssue(issue)),
    };
  }
  const document = checked.data;
  if (document.review_score > document.block_score)
    return { ok: false, where: 'review_score', message: 'must not be above block_score' };
  const names = new Set<string>();
  for (const [index, scope] of document.scopes.entries()) {
    if (names.has(scope.name))
      return { ok: false, where: `scopes[${index}].name`, message: 'is the name of another scope' };
    names.add(scope.name);
    const review = scope.review_score ?? document.review_score;
    const block = scope.block_score ?? document.block_score;
    if (review > block) {
      const field = scope.review_score === undefined ? 'block_score' : 'review_score';
      return {
        ok: false,
        where: `scopes[${index}].${field}`,
        message: 'leaves nothing to review: review_score would be above block_score',
      };
    }
  }
  return { ok: true, document };
}

/** The document as YAML: what `policy get` prints and `policy put` takes. */
export function writePolicyYaml(policy: Policy | PolicyDocument): string {
  const { mode, profile, deadline_ms, on_deadline, review_score, block_score } = policy;
  const { on_review, two_person_break_glass, lines, scopes } = policy;
  return stringify(
    {
      version: VERSION,
      mode,
      profile,
      deadline_ms,
      on_deadline,
      review_score,
      block_score,
      ...(on_review === undefined ? {} : { on_review }),
      two_person_break_glass,
      lines,
      scopes,
    },
    { lineWidth: 110, aliasDuplicateObjects: false },
  );
}

/** A version's document without the marks of the version. */
export function documentOf(policy: Policy): PolicyDocument {
  const { revision, updated_at_ms, updated_by, ...document } = policy;
  return document;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

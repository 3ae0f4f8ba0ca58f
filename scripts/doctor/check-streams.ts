import { z } from 'zod';
import { GUARDRAIL_NAME } from '../litellm/merge-config.ts';
import { bad, type Check, good, unknown } from './check.ts';

/** Since this version a guardrail like ours can have streamed answers held back until they are judged. */
const HOLDS_STREAMS = [1, 108, 0] as const;
const CALL_DEADLINE_MS = 10_000;
const NAME = 'LiteLLM, streamed answers';
const MERGE =
  'Run: scripts/clawnex litellm config --merge <its config.yaml> --write, and start LiteLLM again';

const Readiness = z.looseObject({ litellm_version: z.string() });
const Guardrails = z.looseObject({
  guardrails: z.array(
    z.looseObject({
      guardrail_name: z.string(),
      litellm_params: z.looseObject({ streaming_buffer_until_moderated: z.boolean().nullish() }).nullish(),
    }),
  ),
});

/** Whether LiteLLM holds streamed answers back until they are judged: only then a secret in one never reaches the client. */
export async function checkStreams(url: string, key: string): Promise<Check> {
  const [readiness, listed] = await Promise.all([
    readJson(`${url}/health/readiness`, key, Readiness),
    readJson(`${url}/guardrails/list`, key, Guardrails),
  ]);
  const version = readiness?.litellm_version;
  if (version !== undefined && !holdsStreams(version))
    return bad(
      NAME,
      `LiteLLM ${version} gives them out before they are judged`,
      'Update it to 1.108.0 or newer',
    );
  const ours = listed?.guardrails.find(({ guardrail_name }) => guardrail_name === GUARDRAIL_NAME);
  if (listed === null)
    return unknown(NAME, 'LiteLLM does not say to this key how it is configured', 'Give its master key');
  if (ours === undefined) return bad(NAME, 'there is no guardrail of ours, so nothing judges them', MERGE);
  if (ours.litellm_params?.streaming_buffer_until_moderated !== true)
    return bad(NAME, 'they reach the client before they are judged', MERGE);
  return good(NAME, `held back until they are judged (LiteLLM ${version ?? 'of unknown version'})`);
}

function holdsStreams(version: string): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [index, least] of HOLDS_STREAMS.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

async function readJson<S extends z.ZodType>(
  url: string,
  key: string,
  schema: S,
): Promise<z.infer<S> | null> {
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(CALL_DEADLINE_MS),
    });
    if (!answer.ok) return null;
    const parsed = schema.safeParse(await answer.json());
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

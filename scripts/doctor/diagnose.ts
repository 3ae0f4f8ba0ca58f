import { PORTS } from '@clawnex/proto/daemons.ts';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { StepError } from '../bring/report.ts';
import { askDaemons } from '../cli/status.ts';
import { callLitellm, type LitellmAnswer, listModels } from './call-litellm.ts';
import { callShield } from './call-shield.ts';
import { bad, type Check, good, unknown } from './check.ts';
import { checkStreams } from './check-streams.ts';
import { PROBES, type Probe } from './probe.ts';
import { readRecords } from './read-records.ts';

export interface DiagnoseOptions {
  readonly paths: Paths;
  readonly litellm: string;
  /** LiteLLM's master key or a virtual key; without one the proxy is not tried. */
  readonly key: string | undefined;
  readonly model: string | undefined;
}

/** Looks at every part of the path and proves it with a harmless and a known-bad call. */
export async function diagnose(options: DiagnoseOptions): Promise<Check[]> {
  const checks = await checkDaemons();
  if (checks.some(({ result }) => result === 'unknown')) return checks;
  for (const probe of PROBES) checks.push(await checkShield(options.paths, probe));
  checks.push(...(await checkProxy(options)));
  return checks;
}

async function checkDaemons(): Promise<Check[]> {
  try {
    const answers = await askDaemons();
    return answers.map(({ daemon, health, problem }) => {
      if (health === null)
        return bad(
          daemon,
          problem ?? 'it does not answer',
          'Start ClawNex, or look at the log of this daemon.',
        );
      if (health.state === 'ready') return good(daemon, 'ready');
      return bad(daemon, [health.state, ...health.problems].join('; '), 'The problem says what is missing.');
    });
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return [unknown('broker', error.message, 'Start ClawNex with: scripts/start')];
  }
}

async function checkShield(paths: Paths, probe: Probe): Promise<Check> {
  const name = `shield, ${probe.kind} call`;
  const url = `http://127.0.0.1:${process.env['CLAWNEX_SHIELD_PORT'] ?? PORTS.shield}`;
  const answer = await callShield(
    {
      url,
      token: readOrCreateSecret(paths, 'shield.token'),
      tagKey: readOrCreateSecret(paths, 'traffic-tag.key'),
    },
    probe,
  );
  if (!answer.ok) return bad(name, `no verdict: ${answer.why}`, `Look at the log of the shield on ${url}.`);
  const records = await readRecords(paths, answer.call_id, ({ request_verdict }) => request_verdict !== null);
  if (records === null)
    return bad(name, `${answer.action}, but no record of it was stored`, 'Look at the log of ingest.');
  const seen = `verdict ${records.request_verdict}, ${records.request_decision}, recorded`;
  if (records.request_verdict === probe.verdict) return good(name, seen);
  return bad(
    name,
    `${seen}; expected ${probe.verdict}`,
    'The ruleset or the policy is not the delivered one: look at the policy.',
  );
}

async function checkProxy({ paths, litellm, key, model }: DiagnoseOptions): Promise<Check[]> {
  const name = 'LiteLLM';
  if (key === undefined) {
    return [
      unknown(name, 'not tried: no key given', 'Give its key: LITELLM_MASTER_KEY=... scripts/clawnex doctor'),
    ];
  }
  const models = await listModels(litellm, key);
  if (models === null) {
    return [
      unknown(
        name,
        `${litellm} does not answer to this key`,
        'Start LiteLLM with the configuration of: scripts/clawnex litellm config',
      ),
    ];
  }
  const chosen = model ?? models[0];
  if (chosen === undefined)
    return [unknown(name, `${litellm} has no models`, 'Add a model to its model_list.')];
  const target = { url: litellm, key, model: chosen, tagKey: readOrCreateSecret(paths, 'traffic-tag.key') };
  const calls = PROBES.map(async (probe) => checkPath(paths, probe, await callLitellm(target, probe)));
  return Promise.all([...calls, checkStreams(litellm, key)]);
}

async function checkPath(paths: Paths, probe: Probe, answer: LitellmAnswer | null): Promise<Check> {
  const name = `LiteLLM, ${probe.kind} call`;
  if (answer?.call_id === undefined || answer.call_id === null) {
    return bad(name, 'LiteLLM gave no answer with a call id', 'Look at the log of LiteLLM.');
  }
  const records = await readRecords(
    paths,
    answer.call_id,
    (call) =>
      call.request_verdict !== null &&
      call.log_status !== null &&
      (call.response_verdict !== null || answer.status >= 400),
  );
  if (records === null || records.request_verdict === null) {
    return bad(
      name,
      `LiteLLM answered ${answer.status}, but the shield was not asked`,
      'The guardrail is missing, not default_on, or failing open. Run: scripts/clawnex litellm config --merge <its config.yaml> --write',
    );
  }
  const seen = `verdict ${records.request_verdict}, ${records.request_decision}, LiteLLM answered ${answer.status}`;
  if (records.request_verdict !== probe.verdict)
    return bad(name, `${seen}; expected verdict ${probe.verdict}`, 'Look at the policy.');
  if (records.request_decision === 'blocked' && answer.status < 400) {
    return bad(
      name,
      `${seen}: it was blocked and went on all the same`,
      'LiteLLM ignores the verdict: update it to 1.92 or newer.',
    );
  }
  if (answer.status < 400 && records.response_verdict === null) {
    return bad(
      name,
      `${seen}, but its answer was not checked`,
      'The guardrail needs the mode [pre_call, post_call]. Run: scripts/clawnex litellm config --merge <its config.yaml> --write',
    );
  }
  if (records.log_status === null) {
    return bad(
      name,
      `${seen}, no log record arrived`,
      'The log callback is missing or its token is wrong. Start LiteLLM with: scripts/clawnex litellm env',
    );
  }
  return good(name, `${seen}, both records stored`);
}

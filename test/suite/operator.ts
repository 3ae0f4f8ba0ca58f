import assert from 'node:assert/strict';
import { changePolicy, PolicyView, readPolicy } from '@clawnex/proto/http/dashboard/policy.ts';
import { createFirstOperator } from '@clawnex/proto/http/dashboard/session.ts';
import { scanBlocks } from '@clawnex/proto/http/shield.ts';
import { connectCli } from '@clawnex/scripts/cli/connect-cli.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { TestSuite } from './start-suite.ts';
import { until } from './until.ts';

/** A signed-in operator, through the front door: set-up link, cookie, same-origin requests. */
export interface Operator {
  readonly cookie: string;
  request(method: string, path: string, body?: unknown): Promise<Response>;
}

export const OPERATOR = { username: 'ada', password: 'correct horse battery staple' };

export async function signInFirstOperator(suite: TestSuite): Promise<Operator> {
  const token = await readSetupToken(suite);
  const answer = await send(suite, null, createFirstOperator.method, createFirstOperator.path, {
    token,
    ...OPERATOR,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  assert.match(cookie, /^__Host-/);
  return { cookie, request: (method, path, body) => send(suite, cookie, method, path, body) };
}

/** Changes the shield's mode as an operator and waits until the shield enforces it. */
export async function changeMode(
  suite: TestSuite,
  operator: Operator,
  mode: 'observe' | 'block',
): Promise<void> {
  const current = PolicyView.parse(await (await operator.request('GET', readPolicy.path)).json());
  const { revision, deadline_ms, on_deadline, review_score, block_score } = current;
  const change = {
    revision,
    mode,
    deadline_ms,
    on_deadline,
    review_score,
    block_score,
    reason: 'test of the whole path',
  };
  const answer = await operator.request('PUT', changePolicy.path, change);
  assert.equal(answer.status, 200, await answer.clone().text());
  await until(`the shield enforces ${mode}`, async () => {
    const scan = await fetch(`${suite.shield_url}${scanBlocks.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': suite.shield_token },
      body: JSON.stringify({ blocks: [{ text: 'which mode is it' }] }),
    });
    return scan.ok && scanBlocks.response.parse(await scan.json()).mode === mode;
  });
}

export async function readSetupToken(suite: TestSuite): Promise<string> {
  const bus = await connectCli(suite.paths, suite.env);
  try {
    return await until('a set-up token', async () => {
      const answer = await requestCommand(bus, 'dashboard-api', 'setup_link', {});
      return answer.ok ? answer.value.token : null;
    });
  } finally {
    await bus.close();
  }
}

function send(
  suite: TestSuite,
  cookie: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  return fetch(`${suite.dashboard_url}${path}`, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      origin: suite.dashboard_url,
      ...(cookie === null ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

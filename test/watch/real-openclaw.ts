/**
 * A real OpenClaw writes, the watcher reads along: every turn must be told once. By hand, since it needs the package:
 *   npm i --prefix <folder> --ignore-scripts openclaw@<version>
 *   node --import tsx test/watch/real-openclaw.ts <folder> [turns]
 * All of it stays on loopback and in a temporary folder.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionObserved } from '@clawnex/proto/events/session.ts';
import { readStream } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { watcher } from '@clawnex/watcher/src/daemon.ts';
import { decodePath } from '@clawnex/watcher/src/decode/decode-path.ts';
import { startFakeModel } from './fake-model.ts';

const [folder, turnsAsked = '5'] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder that openclaw was installed into.');
const turns = Number(turnsAsked);
const installed = join(folder, 'node_modules', 'openclaw');
const { version, bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));

const root = mkdtempSync(join(tmpdir(), 'clawnex-real-openclaw-'));
const home = join(root, '.openclaw');
mkdirSync(join(root, 'workspace'), { recursive: true });
mkdirSync(home, { recursive: true });
const model = await startFakeModel();
const cost = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const fake = {
  id: 'fake-1',
  name: 'Fake',
  reasoning: false,
  input: ['text'],
  cost,
  contextWindow: 64_000,
  maxTokens: 4_096,
};
writeFileSync(
  join(home, 'openclaw.json'),
  JSON.stringify({
    gateway: {
      mode: 'local',
      bind: 'loopback',
      auth: { mode: 'token', token: 'a-token-for-this-test-only-0123456789abcdef' },
    },
    models: {
      mode: 'replace',
      providers: {
        fake: { baseUrl: model.url, apiKey: 'sk-none', api: 'openai-completions', models: [fake] },
      },
    },
    agents: { defaults: { model: { primary: 'fake/fake-1' }, workspace: join(root, 'workspace') } },
  }),
);
const broker = await startTestBroker({ home: join(root, 'clawnex') });
const daemon = await startDaemon(watcher, { ...broker.env, CLAWNEX_HOST: 'host-a', HOME: root });

/** One turn through OpenClaw's own command line. */
function say(text: string): Promise<number | null> {
  const entry = join(installed, typeof bin === 'string' ? bin : bin.openclaw);
  const args = [entry, 'agent', '--local', '--agent', 'main', '--session-id', 'live-1', '--message', text];
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      OPENCLAW_STATE_DIR: home,
      OPENCLAW_SKIP_UPDATE_CHECK: '1',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', resolve));
}

async function told(): Promise<string[]> {
  return (await readStream(broker))
    .filter((event) => event.type === 'session.observed')
    .map((event) => {
      const { kind, origin, entry_id } = SessionObserved.parse(event.data);
      return `${kind} ${origin ?? '-'} ${entry_id}`;
    })
    .sort();
}

try {
  for (let turn = 1; turn <= turns; turn += 1) {
    const text = turn % 2 === 0 ? `Turn ${turn}: which kernel is this?` : `Turn ${turn}: say something.`;
    const code = await say(text);
    console.log(`turn ${turn}: openclaw ended with ${code}; ${(await told()).length} events so far`);
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const live = await told();
  const written: string[] = [];
  for await (const { item } of decodePath(home, console.error)) {
    const kind = {
      turn: 'turn',
      tool_call: 'tool_called',
      tool_result: 'tool_result',
      usage: 'usage',
      session: 'started',
      error: 'error',
    }[item.kind as string];
    if (kind !== undefined) written.push(`${kind} ${item.origin ?? '-'} ${item.entry}`);
  }
  written.sort();
  const same = JSON.stringify(live) === JSON.stringify(written);
  const count = (kind: string) => live.filter((each) => each.startsWith(kind)).length;
  console.log(
    `openclaw ${version}: ${model.calls()} model calls; told live: ${count('turn user')} turns of the user, ${count('turn assistant')} of the model, ${count('tool_called')} tool calls, ${count('tool_result')} results, ${count('usage')} usages`,
  );
  console.log(
    same ? 'what was told live is what the log holds, each once' : 'DIFFERENT from what the log holds',
  );
  if (!same)
    console.log(
      live.filter((each) => !written.includes(each)),
      written.filter((each) => !live.includes(each)),
    );
  process.exitCode = same && count('turn user') === turns ? 0 : 1;
} finally {
  await daemon.stop();
  await broker.stop();
  await model.close();
  rmSync(root, { recursive: true, force: true });
}

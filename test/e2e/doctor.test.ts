import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type LitellmProxy, MASTER_KEY } from '../litellm/proxy.ts';
import { type Path, startPath, startPathProxy } from './start-path.ts';

const ROOT = join(import.meta.dirname, '../..');
const Checks = z.array(
  z.object({
    name: z.string(),
    result: z.enum(['good', 'bad', 'unknown']),
    seen: z.string(),
    fix: z.string().optional(),
  }),
);

let path: Path;

/** The command as an admin of the machine runs it. */
function runDoctor(
  proxy: LitellmProxy,
  key: string,
): Promise<{ code: number; checks: z.infer<typeof Checks> }> {
  return new Promise((resolve, reject) => {
    const env = { ...path.suite.env, LITELLM_MASTER_KEY: key };
    // What `scripts/clawnex` runs once Node and the packages are there: a test never brings any.
    const args = [join(ROOT, 'scripts/cli/main.ts'), 'doctor', '--json', '--litellm', proxy.url];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      const parsed = Checks.safeParse(stdout.startsWith('[') ? JSON.parse(stdout) : null);
      if (!parsed.success) return reject(new Error(`no checks: ${stdout} ${stderr}`));
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, checks: parsed.data });
    });
  });
}

describe('clawnex doctor with a real LiteLLM', () => {
  before(async () => {
    path = await startPath('block');
    path.provider.answer(() => ({ text: 'ok' }));
  });
  after(() => path?.stop());

  test('finds all well where the configuration is ours', async () => {
    const { code, checks } = await runDoctor(path.proxy, MASTER_KEY);
    assert.deepEqual(
      checks.filter(({ result }) => result !== 'good'),
      [],
    );
    assert.deepEqual(
      checks.map(({ name }) => name).filter((name) => name.startsWith('LiteLLM')),
      ['LiteLLM, harmless call', 'LiteLLM, known-bad call', 'LiteLLM, streamed answers'],
    );
    assert.equal(code, 0);
  });

  test('says so where the key is wrong', async () => {
    const { code, checks } = await runDoctor(path.proxy, 'sk-another');
    assert.notEqual(code, 0);
    assert.match(checks.at(-1)?.seen ?? '', /does not answer to this key/);
  });

  test('says so, with exit code 1, where the guardrail or the log callback is not as it should be', async () => {
    const guardrail = ['guardrails', 0, 'litellm_params'];
    const faults: readonly Fault[] = [
      {
        name: 'no guardrail',
        change: (config) => void config.delete('guardrails'),
        seen: /the shield was not asked|no guardrail of ours/,
        fix: /litellm config --merge/,
      },
      {
        name: 'prompts only',
        change: (config) => config.setIn([...guardrail, 'mode'], 'pre_call'),
        seen: /answer/,
        fix: /litellm config --merge/,
      },
      {
        name: 'streams that are not held back',
        change: (config) => config.setIn([...guardrail, 'streaming_buffer_until_moderated'], false),
        seen: /reach the client before they are judged/,
        fix: /litellm config --merge/,
      },
      {
        name: 'no log callback',
        change: (config) => void config.deleteIn(['litellm_settings', 'callbacks']),
        seen: /no log record arrived/,
        fix: /litellm env/,
      },
    ];
    await Promise.all(faults.map(assertFound));
  });
});

interface Fault {
  readonly name: string;
  readonly change: (config: ReturnType<typeof parseDocument>) => void;
  readonly seen: RegExp;
  readonly fix: RegExp;
}

async function assertFound({ name, change, seen, fix }: Fault): Promise<void> {
  const edit = (yaml: string) => {
    const config = parseDocument(yaml);
    change(config);
    return config.toString();
  };
  const proxy = await startPathProxy(path, path.suite.shield_url, { edit });
  try {
    const { code, checks } = await runDoctor(proxy, MASTER_KEY);
    const bad = checks.filter(({ result }) => result === 'bad');
    assert.ok(bad.length > 0, `${name}: ${JSON.stringify(checks)}`);
    assert.equal(code, 1, name);
    for (const check of bad) {
      assert.match(check.name, /^LiteLLM, /, name);
      assert.match(check.seen, seen, name);
      assert.match(check.fix ?? '', fix, name);
    }
  } finally {
    await proxy.stop();
  }
}

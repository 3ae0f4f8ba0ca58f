import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { bringNatsServer } from './bring/nats-server.ts';
import { report, StepError } from './bring/report.ts';
import { buildSuite } from './build/build.ts';
import { readSetupLink } from './cli/setup-link.ts';
import { playDemo } from './demo/play.ts';
import { type Suite, superviseSuite } from './supervisor/supervise.ts';

const USAGE = `Usage: scripts/start [--demo] [--prepare] [--yes]

Brings what is missing, builds, and runs the broker and the seven daemons until Ctrl-C.
Everything is kept under CLAWNEX_HOME (default ~/.clawnex).

  --demo     also play a scripted fleet of five agents; remove it with: scripts/clawnex demo purge
  --prepare  bring and build everything, start nothing (for systemd and launchd)
  --yes      answer yes where a system package has to be installed
`;

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean' },
    prepare: { type: 'boolean' },
    yes: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help === true) process.stdout.write(USAGE);
else await start({ demo: values.demo === true, prepare: values.prepare === true, yes: values.yes === true });

async function start({ demo, prepare, yes }: Record<'demo' | 'prepare' | 'yes', boolean>): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const paths = resolvePaths();
  let suite: Suite;
  try {
    const natsServer = await bringNatsServer(
      process.env['CLAWNEX_RUNTIME'] ?? join(paths.home, 'runtime'),
      yes,
    );
    await buildSuite(root);
    if (prepare) return;
    suite = await superviseSuite({ root, paths, natsServer, env: process.env });
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    process.exit(error instanceof StepError ? 1 : 78);
  }
  const stop = (signal: string) => {
    report(`${signal}: stopping all`);
    suite.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const dashboard = await readSetupLink(paths);
  process.stdout.write(`
ClawNex is ready (${(suite.ready_ms / 1_000).toFixed(1)} s).

  Dashboard        ${dashboard.url}
  ${dashboard.first ? 'This link creates the first operator. It works once, for 15 minutes.' : 'Sign in with your operator account.'}

  Put it in front of your agents: write a LiteLLM configuration with
    scripts/clawnex litellm config --help
  Prove the path with
    scripts/clawnex doctor

Ctrl-C stops everything.

`);
  if (demo) await playDemo(paths);
}

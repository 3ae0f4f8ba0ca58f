import { PORTS } from '@clawnex/proto/daemons.ts';
import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { watchConfig } from '@clawnex/shared/bus/config-watch.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { openOutbox } from '@clawnex/shared/bus/outbox.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { Port } from '@clawnex/shared/kernel/config.ts';
import { listenOnLoopback } from '@clawnex/shared/kernel/http/listen.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { z } from 'zod';
import { buildApp } from './build-app.ts';
import { ExchangeJudge } from './judge/exchange-judge.ts';
import { Recorder } from './record/recorder.ts';
import { BlockScanner } from './scan/block-scanner.ts';
import { warmUp } from './scan/warm-up.ts';
import { WorkerPool } from './scan/worker-pool.ts';
import { workerUrl } from './scan/worker-url.ts';

const ShieldConfig = z.object({
  port: Port.default(PORTS.shield),
  /** Two at least: one huge text must not make other big ones wait for it. */
  scan_workers: z.coerce.number().int().min(2).max(16).default(2),
});

/** Judges text for LiteLLM and other callers on this machine, and enforces the policy. */
export const shield: DaemonDefinition<typeof ShieldConfig> = {
  name: 'shield',
  config: ShieldConfig,
  async start(context, config) {
    const { paths, log, clock, metrics, health } = context;
    const token = readOrCreateSecret(paths, 'shield.token');
    const tagKey = readOrCreateSecret(paths, 'traffic-tag.key');

    const bus = connectBus(context);
    const outbox = openOutbox(context, bus);
    const policy = watchConfig(context, bus, 'policy', (changed) =>
      log.info({ revision: changed.revision, mode: changed.mode }, 'the policy changed'),
    );
    serveCommands(context, bus, {});

    const pool = new WorkerPool({
      url: workerUrl(),
      size: config.scan_workers,
      log,
      onReplaced: () => metrics.add('scan_workers_replaced'),
    });
    context.onStop('scan workers', () => pool.close());
    const ruleset = builtinRuleset();
    warmUp(ruleset);
    const scanner = new BlockScanner({ ruleset, pool, clock, metrics });
    const recorder = new Recorder(outbox, health);
    const current = () => policy.current();
    const judge = new ExchangeJudge({ context, scanner, recorder, policy: current, tagKey });

    const app = buildApp({ context, token, tagKey, judge, scanner, recorder, policy: current });
    const listening = await listenOnLoopback(app, config.port, 'CLAWNEX_SHIELD_PORT');
    context.onStop('http', () => listening.close());
    health.listens(listening.url);
  },
};

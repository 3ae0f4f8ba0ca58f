import { PORTS } from '@clawnex/proto/daemons.ts';
import { serveCommands } from '@clawnex/shared/bus/commands.ts';
import { connectBus } from '@clawnex/shared/bus/connect.ts';
import { openOutbox } from '@clawnex/shared/bus/outbox.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { Port } from '@clawnex/shared/kernel/config.ts';
import { listenOnLoopback } from '@clawnex/shared/kernel/http/listen.ts';
import type { DaemonDefinition } from '@clawnex/shared/kernel/lifecycle.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { z } from 'zod';
import { buildApp } from './build-app.ts';
import { Controls } from './controls/controls.ts';
import { EnforcementClock } from './controls/enforcement-clock.ts';
import { useOwnRules } from './controls/use-own-rules.ts';
import { watchControls } from './controls/watch-controls.ts';
import { ExchangeJudge } from './judge/exchange-judge.ts';
import { Recorder } from './record/recorder.ts';
import { BlockScanner } from './scan/block-scanner.ts';
import { fingerprintWith } from './scan/fingerprint-secrets.ts';
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

    const pool = new WorkerPool({
      url: workerUrl(),
      size: config.scan_workers,
      log,
      onReplaced: () => metrics.add('scan_workers_replaced'),
    });
    context.onStop('scan workers', () => pool.close());
    const ruleset = builtinRuleset();
    warmUp(ruleset);
    const fingerprint = fingerprintWith(readOrCreateSecret(paths, 'fingerprint.key'));
    const scanner = new BlockScanner({ ruleset, pool, clock, metrics, fingerprint });
    const recorder = new Recorder(outbox, health);

    const sources = watchControls(context, bus, (key) => {
      if (key === 'own_rules') useOwnRules(context, scanner, sources.current('own_rules'));
      enforcement.look();
    });
    useOwnRules(context, scanner, sources.current('own_rules'));
    const controls = new Controls(sources, clock);
    const canaryKey = readOrCreateSecret(paths, 'canary.key');
    const judge = new ExchangeJudge({ context, scanner, recorder, controls, tagKey, canaryKey });
    serveCommands(context, bus, {
      judge_try: async ({ cases }) => {
        const results = [];
        for (const one of cases) results.push(await judge.tryCase(one));
        const { revision, mode } = controls.policy;
        return { policy_revision: revision, ruleset: scanner.ruleset.version, mode, results };
      },
    });
    const enforcement = new EnforcementClock({
      sources,
      clock,
      record: (event) => recorder.record(event).ok,
      bypassed: (id) => judge.bypassed(id),
    });
    enforcement.start();
    context.onStop('enforcement clock', () => enforcement.stop());

    const app = buildApp({ context, token, tagKey, judge, scanner, recorder, controls });
    const listening = await listenOnLoopback(app, config.port, 'CLAWNEX_SHIELD_PORT');
    context.onStop('http', () => listening.close());
    health.listens(listening.url);
  },
};

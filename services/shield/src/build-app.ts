import { mountDaemonRoutes } from '@clawnex/shared/kernel/http/mount-daemon-routes.ts';
import { failure, failureResponse } from '@clawnex/shared/kernel/http/result.ts';
import { tokenGate } from '@clawnex/shared/kernel/http/token-gate.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { Hono } from 'hono';
import type { Controls } from './controls/controls.ts';
import type { ExchangeJudge } from './judge/exchange-judge.ts';
import type { Recorder } from './record/recorder.ts';
import { mountJudgeGuardrail } from './routes/mount-judge-guardrail.ts';
import { mountModerate } from './routes/mount-moderate.ts';
import { mountScanBlocks } from './routes/mount-scan-blocks.ts';
import { mountScanLines } from './routes/mount-scan-lines.ts';
import type { BlockScanner } from './scan/block-scanner.ts';

interface ShieldParts {
  readonly context: DaemonContext;
  readonly token: string;
  readonly tagKey: string;
  readonly judge: ExchangeJudge;
  readonly scanner: BlockScanner;
  readonly recorder: Recorder;
  readonly controls: Controls;
}

/** The shield's HTTP API. */
export function buildApp({ context, token, tagKey, judge, scanner, recorder, controls }: ShieldParts): Hono {
  const app = new Hono();
  const gate = tokenGate(token);
  const options = { gate, log: context.log, onError: (message: string) => context.health.error(message) };
  const texts = { scanner, recorder, controls, tagKey, clock: context.clock, host: context.host };
  mountDaemonRoutes(app, context, gate);
  mountJudgeGuardrail(app, options, judge);
  mountScanBlocks(app, options, texts);
  mountScanLines(app, options, texts);
  mountModerate(app, options, texts);
  app.notFound(() => failureResponse(failure('not_found', 'The shield has no such route.')));
  return app;
}

import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { StepError } from '../bring/report.ts';
import { withBrokerUrl } from '../supervisor/broker.ts';

const CONNECT_DEADLINE_MS = 3_000;

/** Connects as the machine's admin. Throws `StepError` when the broker does not answer. */
export async function connectCli(paths: Paths, environment: NodeJS.ProcessEnv = process.env): Promise<Bus> {
  const env = { ...withBrokerUrl(environment), CLAWNEX_LOG_LEVEL: 'fatal' };
  const bus = connectBusAs('cli', { paths, env, log: createLogger('cli', env) });
  const connected = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), CONNECT_DEADLINE_MS);
    bus.onConnected(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
  if (await connected) return bus;
  await bus.close();
  throw new StepError(`The broker of ${paths.home} does not answer. Start ClawNex with: scripts/start`);
}

import { writeBrokerConfig } from '@clawnex/shared/bus/broker-config.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { provisionBroker } from '@clawnex/shared/bus/provision.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { brokerPort, withBrokerUrl } from '../supervisor/broker.ts';
import { print } from './print.ts';

/** For units that start the broker without our supervisor. */
export function brokerCommand(): Command {
  const command = new Command('broker').description(
    "Prepare the broker's configuration, streams and buckets",
  );
  command
    .command('config')
    .description('Write nats-server.conf with one account per daemon; print its path')
    .action(() => print(writeBrokerConfig(resolvePaths(), { port: brokerPort() })));
  command
    .command('provision')
    .description('Create stream, consumers and buckets, and compare what the broker made of them')
    .action(async () => {
      const bus = connectBusAs('provisioner', {
        paths: resolvePaths(),
        env: withBrokerUrl(process.env),
        log: createLogger('cli'),
      });
      try {
        const { created, repaired } = await provisionBroker(bus);
        print(`${created.length} created, ${repaired.length} repaired`);
        for (const line of repaired) print(`  ${line}`);
      } finally {
        await bus.close();
      }
    });
  return command;
}

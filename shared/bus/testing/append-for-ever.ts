import { connectBus } from '../connect.ts';
import { openOutbox } from '../outbox.ts';
import { noticed } from './sample-events.ts';
import { startContext } from './start-context.ts';

/** A process to be killed: appends events until then and tells its parent the id of each that is on the spool. */
const PAUSE_EVERY = 50;

await startContext('shield', process.env, async (context) => {
  const outbox = openOutbox(context, connectBus(context));
  for (let count = 0; process.connected; count += 1) {
    process.send?.(outbox.append(noticed(count)));
    if (count % PAUSE_EVERY === 0) await new Promise(setImmediate);
  }
});

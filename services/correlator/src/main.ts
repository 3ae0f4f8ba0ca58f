import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { correlator } from './daemon.ts';

await runDaemon(correlator);

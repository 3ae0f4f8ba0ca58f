import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { watcher } from './daemon.ts';

await runDaemon(watcher);

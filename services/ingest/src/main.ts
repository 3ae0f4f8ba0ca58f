import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { ingest } from './daemon.ts';

await runDaemon(ingest);

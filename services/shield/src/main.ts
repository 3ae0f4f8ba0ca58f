import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { shield } from './daemon.ts';

await runDaemon(shield);

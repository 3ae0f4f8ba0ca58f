import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { hostScanner } from './daemon.ts';

await runDaemon(hostScanner);

import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { trustAudit } from './daemon.ts';

await runDaemon(trustAudit);

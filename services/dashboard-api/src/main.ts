import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { dashboardApi } from './daemon.ts';

await runDaemon(dashboardApi);

import { runDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { watcher } from './daemon.ts';
import { keepMemoryFlat } from './keep-memory-flat.ts';
import { yieldToAgents } from './yield-to-agents.ts';

keepMemoryFlat();
yieldToAgents();
await runDaemon(watcher);

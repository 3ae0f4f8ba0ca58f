import { type RunningDaemon, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { ingest } from '../daemon.ts';

export interface TestIngest {
  readonly daemon: RunningDaemon;
  readonly url: string;
  /** A reader of its store. */
  readonly db: Database;
  /** Posts a body to the log route with the right token. */
  postLogs(body: string, token?: string): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts ingest inside this process on a free port. */
export async function startTestIngest(env: NodeJS.ProcessEnv): Promise<TestIngest> {
  const daemon = await startDaemon(ingest, { ...env, CLAWNEX_INGEST_PORT: '0', CLAWNEX_HOST: 'host-a' });
  const { paths, health } = daemon.context;
  const url = health.snapshot().listens ?? '';
  const db = openStoreReader(paths);
  return {
    daemon,
    url,
    db,
    postLogs: (body, token = readOrCreateSecret(paths, 'ingest.token')) =>
      fetch(`${url}/litellm/logs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
      }),
    async stop() {
      db.close();
      await daemon.stop();
    },
  };
}

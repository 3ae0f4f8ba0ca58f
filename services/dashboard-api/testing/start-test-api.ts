import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@clawnex/proto/permissions.ts';
import { writeBrokerConfig } from '@clawnex/shared/bus/broker-config.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { type DaemonContext, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { migrateStore } from '@clawnex/shared/store/migrate-store.ts';
import { openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import type { Api } from '../src/api.ts';
import { DashboardConfig } from '../src/config.ts';
import { startApi } from '../src/daemon.ts';
import { SESSION_COOKIE } from '../src/sessions/session-cookie.ts';
import { PasswordHasher } from '../src/sign-in/password-hash.ts';

export const PASSWORD = 'correct horse battery staple';
/** A suite that waits for something that never comes ends by name instead of holding up the whole run. */
export const HANG_MS = 180_000;
/** Nobody listens there: the daemon works with the broker away. */
const NO_BROKER = 'nats://127.0.0.1:1';

let passwordHash: Promise<string> | undefined;

/** A clock that stands still until it is turned. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 15, 12);
  now(): number {
    return this.#now;
  }
  monotonicUs(): number {
    return this.#now * 1_000;
  }
  turn(ms: number): void {
    this.#now += ms;
  }
}

export interface TestApi {
  readonly url: string;
  readonly home: string;
  readonly api: Api;
  readonly context: DaemonContext;
  readonly clock: TestClock;
  /** A second writer, as ingest is one. */
  readonly db: Database;
  /** Sends a request as one of our own pages would. */
  send(method: string, path: string, options?: SendOptions): Promise<Response>;
  /** Cookie header of a new session of an operator of this role, who is created where missing. */
  signIn(role: Role): Promise<string>;
  stop(): Promise<void>;
}

export interface SendOptions {
  readonly cookie?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Leaves out what marks a request as coming from our own page. */
  readonly bare?: boolean;
}

/** The real daemon in this process: real store, real HTTP, a broker only where the environment names one. */
export async function startTestApi(env: NodeJS.ProcessEnv = {}): Promise<TestApi> {
  const home = env['CLAWNEX_HOME'] ?? mkdtempSync(join(tmpdir(), 'clawnex-api-'));
  const paths = resolvePaths({ CLAWNEX_HOME: home });
  if (env['CLAWNEX_BROKER_URL'] === undefined) writeBrokerConfig(paths, { port: 1 });
  const db = openStoreWriter(paths);
  migrateStore(db);
  const clock = new TestClock();
  const started: { api?: Api; url?: string } = {};
  const definition = {
    name: 'dashboard-api' as const,
    config: DashboardConfig,
    async start(context: DaemonContext, config: DashboardConfig) {
      Object.assign(started, await startApi(context, config));
    },
  };
  const daemon = await startDaemon(
    definition,
    {
      CLAWNEX_HOME: home,
      CLAWNEX_BROKER_URL: NO_BROKER,
      CLAWNEX_LOG_LEVEL: 'silent',
      CLAWNEX_DASHBOARD_API_PORT: '0',
      CLAWNEX_DASHBOARD_API_WEB_DIR: join(home, 'web'),
      ...env,
    },
    clock,
  );
  const { api, url } = started;
  if (api === undefined || url === undefined) throw new Error('the API did not start');
  const send = (method: string, path: string, options: SendOptions = {}) =>
    fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(options.bare === true ? {} : { 'sec-fetch-site': 'same-origin' }),
        ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  return {
    url,
    home,
    api,
    context: daemon.context,
    clock,
    db,
    send,
    signIn: async (role) => {
      await insertOperator(db, role, role, clock.now());
      const answer = await send('POST', '/api/session', { body: { username: role, password: PASSWORD } });
      return cookieOf(answer);
    },
    stop: async () => {
      await daemon.stop();
      db.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The session cookie an answer sets, as a Cookie header. */
export function cookieOf(answer: Response): string {
  const [cookie] = answer.headers.getSetCookie();
  const pair = cookie?.split(';')[0];
  if (answer.status !== 200 || pair === undefined || !pair.startsWith(`${SESSION_COOKIE}=`)) {
    throw new Error(`signing in was answered with ${answer.status}`);
  }
  return pair;
}

export async function insertOperator(db: Database, username: string, role: Role, now: number): Promise<void> {
  passwordHash ??= new PasswordHasher().hash(PASSWORD);
  db.prepare('INSERT OR IGNORE INTO operators VALUES (?, ?, ?, ?, ?, ?, NULL)').run(
    `operator-${username}`,
    username,
    role,
    await passwordHash,
    now,
    now,
  );
}

export interface AuditRow {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: Record<string, unknown>;
}

export function readAudit(db: Database): AuditRow[] {
  const rows = db
    .prepare<[], { actor: string; action: string; target: string; detail_json: string }>(
      'SELECT actor, action, target, detail_json FROM audit_events ORDER BY seq',
    )
    .all();
  return rows.map(({ detail_json, ...row }) => ({ ...row, detail: JSON.parse(detail_json) }));
}

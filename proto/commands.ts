import { z } from 'zod';
import { type BrokerUser, DAEMONS, type DaemonName } from './daemons.ts';
import { Health } from './health.ts';
import { Count, EventId } from './scalars.ts';

interface CommandDefinition {
  readonly daemons: readonly DaemonName[];
  readonly request: z.ZodType;
  readonly response: z.ZodType;
  readonly deadline_ms: number;
  readonly callers: readonly BrokerUser[];
  readonly summary: string;
}

const Nothing = z.strictObject({});

/** Requests over the bus, by verb: subject `clawnex.cmd.<daemon>.<verb>`. */
export const COMMANDS = {
  health: {
    daemons: DAEMONS,
    request: Nothing,
    response: Health,
    deadline_ms: 1_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'How the daemon is',
  },
  run: {
    daemons: ['trust-audit', 'host-scanner'],
    request: Nothing,
    response: z.strictObject({ snapshot_id: EventId, findings: Count, failed: Count }),
    deadline_ms: 60_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'Audit or scan now',
  },
  purge_demo: {
    daemons: ['ingest', 'dashboard-api', 'correlator'],
    request: Nothing,
    response: z.strictObject({ rows: Count }),
    deadline_ms: 60_000,
    callers: ['cli'],
    summary: 'Remove everything the scripted demo left',
  },
  setup_link: {
    daemons: ['dashboard-api'],
    request: Nothing,
    response: z.strictObject({ token: z.string().max(128).nullable() }),
    deadline_ms: 2_000,
    callers: ['cli'],
    summary: 'A one-time token for the first operator; null once one exists',
  },
} as const satisfies Record<string, CommandDefinition>;

export type CommandVerb = keyof typeof COMMANDS;
export type CommandRequest<V extends CommandVerb> = z.infer<(typeof COMMANDS)[V]['request']>;
export type CommandResponse<V extends CommandVerb> = z.infer<(typeof COMMANDS)[V]['response']>;

/** How a command's failure travels back. */
export const CommandFailure = z.strictObject({
  error: z.strictObject({ code: z.string().max(64), message: z.string().max(600) }),
});
export type CommandFailure = z.infer<typeof CommandFailure>;

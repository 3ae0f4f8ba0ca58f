import { posix } from 'node:path';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import JSON5 from 'json5';
import { z } from 'zod';
import type { AgentHome } from '../homes/user-homes.ts';

const FILE_BYTES_MAX = 1_048_576;
const NAMES = ['openclaw.json', 'clawdbot.json', 'moltbot.json'];
const DEFAULT_PORT = 18_789;

/** The few settings that say what the host has to guard; everything else is for the trust audit. Wrong types count as unset. */
const Settings = z.object({
  gateway: z
    .object({
      port: z.int().min(1).max(65_535).optional().catch(undefined),
      bind: z.string().optional().catch(undefined),
      auth: z
        .object({
          mode: z.string().optional().catch(undefined),
          token: z.unknown().optional(),
          password: z.unknown().optional(),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  agents: z
    .object({
      defaults: z
        .object({
          workspace: z.string().optional().catch(undefined),
          sandbox: z
            .object({
              mode: z.string().optional().catch(undefined),
              backend: z.string().optional().catch(undefined),
              docker: z
                .object({ binds: z.array(z.string()).optional().catch(undefined) })
                .optional()
                .catch(undefined),
            })
            .optional()
            .catch(undefined),
        })
        .optional()
        .catch(undefined),
      list: z
        .array(z.object({ workspace: z.string().optional().catch(undefined) }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  tools: z
    .object({
      exec: z
        .object({
          mode: z.string().optional().catch(undefined),
          security: z.string().optional().catch(undefined),
          ask: z.union([z.string(), z.boolean()]).optional().catch(undefined),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Settings = z.infer<typeof Settings>;

export interface GatewaySettings {
  readonly file: string;
  readonly port: number;
  readonly bind: string | null;
  /** Whether a token or password is asked for; null where the file does not say. */
  readonly hasAuth: boolean | null;
  /** Off by default. */
  readonly sandboxMode: string | null;
  /** Whether commands run without asking: the default where nothing is set. */
  readonly runsUnasked: boolean;
  /** Whether that is written down, not just left as it is. */
  readonly saysUnasked: boolean;
  readonly sandboxBackend: string | null;
  readonly sandboxBinds: readonly string[];
  readonly workspaces: readonly string[];
}

/** The settings file in an OpenClaw state folder; `missing` where there is none. */
export async function readGatewaySettings(
  root: RootFolder,
  home: AgentHome,
): Promise<Outcome<GatewaySettings>> {
  for (const name of NAMES) {
    const file = `${home.path}/${name}`;
    const text = await root.readText(file, FILE_BYTES_MAX);
    if (!text.ok && text.code === 'missing') continue;
    if (!text.ok) return text;
    const parsed = Settings.safeParse(parseJson5(text.value));
    if (!parsed.success) return refuse('unreadable', `${file} is not valid JSON5.`);
    return { ok: true, value: describe(file, home, parsed.data) };
  }
  return refuse('missing', `${home.path} holds no settings file.`);
}

function describe(file: string, home: AgentHome, { gateway, agents, tools }: Settings): GatewaySettings {
  const auth = gateway?.auth;
  const secret = auth?.token ?? auth?.password;
  const sandbox = agents?.defaults?.sandbox;
  const named = [agents?.defaults?.workspace, ...(agents?.list ?? []).map(({ workspace }) => workspace)];
  return {
    file,
    port: gateway?.port ?? DEFAULT_PORT,
    bind: gateway?.bind ?? null,
    hasAuth: auth?.mode === 'none' ? false : secret === undefined ? null : true,
    sandboxMode: sandbox?.mode ?? null,
    ...describeExec(tools?.exec),
    sandboxBackend: sandbox?.backend ?? null,
    sandboxBinds: sandbox?.docker?.binds ?? [],
    workspaces: [
      `${home.path}/workspace`,
      ...named.flatMap((path) => (path === undefined ? [] : [expandHome(path, home.home)])),
    ],
  };
}

/** `mode` is newer than `security` and `ask`, and stands for both. */
function describeExec(exec: NonNullable<Settings['tools']>['exec']) {
  const mode = exec?.mode ?? exec?.security ?? 'full';
  const asks = exec?.ask !== undefined && exec.ask !== 'off' && exec.ask !== false;
  const runsUnasked = mode === 'full' && !asks;
  return { runsUnasked, saysUnasked: runsUnasked && exec !== undefined };
}

function expandHome(path: string, home: string): string {
  return posix.normalize(
    path.startsWith('~/') ? `${home}/${path.slice(2)}` : path.startsWith('/') ? path : `${home}/${path}`,
  );
}

function parseJson5(text: string): unknown {
  try {
    return JSON5.parse(text);
  } catch {
    return undefined;
  }
}

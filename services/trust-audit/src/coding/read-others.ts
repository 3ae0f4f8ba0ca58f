import { ALLOWLIST, APPROVAL, OPEN, PAIRING, REVIEWER_MODEL, SANDBOX } from '../graph/strengths.ts';
import type { ScannedHome } from '../home/scanned-home.ts';
import { readEnvFile } from '../openclaw/read-env-file.ts';
import { at, flagAt, type Node, textAt, textsAt } from '../settings/node.ts';
import { type CodingAgent, type Grant, NO_GRANT } from './coding-agent.ts';
import { readSettingsFile, type SettingsFile } from './settings-file.ts';

const ENV_BYTES_MAX = 262_144;
const FREE: Grant = { strength: OPEN, guards: [], setting: undefined };

export async function readGemini(home: ScannedHome, folders: readonly string[]): Promise<CodingAgent[]> {
  const agents: CodingAgent[] = [];
  for (const folder of folders) {
    const file = await readSettingsFile(home, `${folder}/.gemini/settings.json`);
    if (file === null) continue;
    const root = file.node ?? undefined;
    const allowed = geminiShell(root);
    const sandbox = at(root, 'tools', 'sandbox') ?? at(root, 'sandbox');
    const boxed = flagAt(sandbox) === true || (textAt(sandbox) ?? '') !== '';
    agents.push({
      product: 'gemini',
      folder,
      files: [file],
      exec: {
        strength: allowed === undefined ? APPROVAL : OPEN,
        guards: allowed === undefined ? ['each command asks'] : [],
        setting: allowed,
      },
      host: boxed ? { strength: SANDBOX, guards: ['sandbox'], setting: sandbox } : FREE,
      secrets: { strength: allowed === undefined ? APPROVAL : OPEN, guards: [], setting: allowed },
      egress: { strength: APPROVAL, guards: ['each page asks'], setting: undefined },
      messages: NO_GRANT,
    });
  }
  return agents;
}

export const GEMINI_SHELL = /^(?:run_shell_command|ShellTool|\*)$/;

/** The setting by which every command runs unasked. */
function geminiShell(root: Node | undefined): Node | undefined {
  for (const list of [at(root, 'tools', 'allowed'), at(root, 'allowedTools')])
    if (textsAt(list).some((tool) => GEMINI_SHELL.test(tool))) return list;
  const mode = at(root, 'general', 'defaultApprovalMode');
  if (textAt(mode) === 'yolo') return mode;
  return [at(root, 'tools', 'autoAccept'), at(root, 'autoAccept')].find((auto) => flagAt(auto) === true);
}

const OPENCODE_FILES = ['/.config/opencode/opencode.json', '/.config/opencode/opencode.jsonc'];

export async function readOpencode(home: ScannedHome, folders: readonly string[]): Promise<CodingAgent[]> {
  const agents: CodingAgent[] = [];
  for (const folder of folders) {
    const own = [`${folder}/opencode.json`, `${folder}/opencode.jsonc`];
    const files: SettingsFile[] = [];
    for (const path of folder === '' ? [...OPENCODE_FILES, ...own] : own) {
      const file = await readSettingsFile(home, path);
      if (file !== null) files.push(file);
    }
    if (files.length === 0) continue;
    const root = files.findLast(({ node }) => node !== null)?.node ?? undefined;
    const bash = opencodePermission(root, 'bash');
    const fetch = opencodePermission(root, 'webfetch');
    agents.push({
      product: 'opencode',
      folder,
      files,
      exec: bash,
      host: FREE,
      secrets: { ...FREE, strength: bash.strength },
      egress: fetch,
      messages: NO_GRANT,
    });
  }
  return agents;
}

/** What a permission comes to: the action for everything, else the default, which is to allow. */
export function opencodePermission(root: Node | undefined, name: string): Grant {
  const all = at(root, 'permission');
  const setting = at(all, name) ?? at(all, '*') ?? (all?.kind === 'scalar' ? all : undefined);
  const action = textAt(setting) ?? textAt(setting, '*') ?? 'allow';
  if (action === 'deny') return { strength: 0, guards: ['denied'], setting };
  if (action === 'ask') return { strength: APPROVAL, guards: ['asks'], setting };
  return { strength: OPEN, guards: [], setting };
}

export async function readHermes(home: ScannedHome): Promise<CodingAgent[]> {
  const file = await readSettingsFile(home, '/.hermes/config.yaml');
  const env = await readEnvFile(home, '/.hermes/.env');
  if (file === null && !env.ok) return [];
  const root = file?.node ?? undefined;
  const mode = at(root, 'approvals', 'mode');
  const yolo = env.ok && /^(?:1|true|yes)$/i.test(env.value.get('HERMES_YOLO_MODE') ?? '');
  const backend = at(root, 'terminal', 'backend');
  const boxed = !['local', undefined].includes(textAt(backend));
  const text = textAt(mode) ?? 'smart';
  const everyone =
    env.ok &&
    [...env.value].some(([name, value]) => /ALLOW_ALL_USERS$/.test(name) && /^(?:1|true|yes)$/i.test(value));
  const hasChat =
    env.ok &&
    [...env.value.keys()].some((name) =>
      /^(?:TELEGRAM|DISCORD|SLACK|WHATSAPP|SIGNAL)_(?:BOT_)?(?:TOKEN|ENABLED|ACCOUNT)/.test(name),
    );
  const exec: Grant =
    text === 'off' || yolo
      ? { strength: OPEN, guards: [], setting: mode }
      : text === 'manual'
        ? { strength: APPROVAL, guards: ['dangerous commands ask'], setting: mode }
        : { strength: REVIEWER_MODEL, guards: ['a model approves'], setting: mode };
  return [
    {
      product: 'hermes',
      folder: '/.hermes',
      files: file === null ? [] : [file],
      exec,
      host: boxed ? { strength: SANDBOX, guards: [`runs in ${textAt(backend)}`], setting: backend } : FREE,
      secrets: { strength: exec.strength, guards: exec.guards, setting: mode },
      egress: FREE,
      messages: everyone
        ? FREE
        : hasChat
          ? { strength: PAIRING * (1 - ALLOWLIST), guards: ['listed users'], setting: undefined }
          : NO_GRANT,
    },
  ];
}

/** A variable of Hermes' .env that lets everyone in. */
export interface OpenSwitch {
  readonly name: string;
  readonly line: number;
}

export async function readHermesSwitches(home: ScannedHome): Promise<OpenSwitch[]> {
  const text = await home.readText('/.hermes/.env', ENV_BYTES_MAX);
  if (!text.ok) return [];
  return text.value.split('\n').flatMap((row, index) => {
    const name = /^\s{0,8}(?:export\s)?([A-Z_]{1,80}ALLOW_ALL_USERS)\s?=\s?["']?(?:1|true|yes)\b/i.exec(
      row,
    )?.[1];
    return name === undefined ? [] : [{ name, line: index + 1 }];
  });
}

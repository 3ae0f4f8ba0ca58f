import type { PathInfo } from '@clawnex/shared/posture/root-folder.ts';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { HostFacts } from '../facts.ts';
import { isCredential } from '../files/credential-names.ts';
import type { AgentHome } from '../homes/user-homes.ts';

/** `projects/<name>/<session>.jsonl` lies three levels down, `agents/<id>/sessions/skills-prompts/sha256/..` six. */
const DEPTH_MAX = 8;
const ENTRIES_MAX = 5_000;
const OTHERS_PASS = 0o001;
/** Code, caches and working copies: large, and no transcripts. */
const FOLDERS_LEFT_OUT = [
  'node_modules',
  '.git',
  'workspace',
  'extensions',
  'plugins',
  'cache',
  'sandboxes',
  'tmp',
];

/** Gemini CLI and opencode keep sessions as JSON. */
const SESSION_FILE =
  /\/(?:chats|storage|sessions?)\/.{1,300}\.json$|\/\.gemini\/tmp\/[^/]{1,100}\/logs\.json$/;

export interface AgentFile {
  readonly path: string;
  readonly info: PathInfo;
}

export interface AgentFiles {
  readonly settings: readonly AgentFile[];
  readonly transcripts: readonly AgentFile[];
  readonly credentials: readonly AgentFile[];
  readonly gaps: readonly string[];
  /** Whether other users can get to the folder at all; null where that is not known. */
  readonly isReachable: boolean;
}

const perFacts = new WeakMap<HostFacts, Map<string, Promise<AgentFiles>>>();

/** The private files in an agent's state folder, by what they hold. Walked once for each run. */
export function agentFiles(facts: HostFacts, home: AgentHome): Promise<AgentFiles> {
  const known = perFacts.get(facts) ?? new Map<string, Promise<AgentFiles>>();
  perFacts.set(facts, known);
  const files = known.get(home.path) ?? walkState(facts, home);
  known.set(home.path, files);
  return files;
}

async function walkState(facts: HostFacts, { path, info, home }: AgentHome): Promise<AgentFiles> {
  const { entries, gaps } = await walk(facts.root, path, {
    depth_max: DEPTH_MAX,
    entries_max: ENTRIES_MAX,
    // Gemini CLI keeps its sessions in `tmp`.
    enter: (folder) => !FOLDERS_LEFT_OUT.includes(nameOf(folder)) || folder.endsWith('/.gemini/tmp'),
  });
  const files = entries.filter((entry) => entry.info.kind === 'file');
  const above = await facts.root.stat(home);
  return {
    settings: files.filter((file) => isSettings(nameOf(file.path))),
    transcripts: files.filter((file) => isTranscript(nameOf(file.path)) || SESSION_FILE.test(file.path)),
    credentials: files.filter((file) => isCredential(nameOf(file.path))),
    gaps,
    isReachable: (info.mode & OTHERS_PASS) !== 0 && (!above.ok || (above.value.mode & OTHERS_PASS) !== 0),
  };
}

function isSettings(name: string): boolean {
  return /^(?:openclaw|clawdbot|moltbot|settings|settings\.local|config|exec-approvals|opencode|\.mcp|mcp)\.(?:json5?|jsonc|toml|ya?ml)(?:\.bak)?$/.test(
    name,
  );
}

function isTranscript(name: string): boolean {
  // Empty markers that runtimes make with the default mode.
  if (name.endsWith('.lock') || name.endsWith('-lock.sqlite') || name.endsWith('-writer.sqlite'))
    return false;
  return /\.(?:jsonl(?:\.(?:reset|deleted)\..{1,60})?|sqlite|sqlite-wal|sqlite-shm|db|db-wal|db-shm|zst)$/.test(
    name,
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

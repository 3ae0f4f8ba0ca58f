import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { HostFacts } from '../facts.ts';
import type { AgentHome } from '../homes/user-homes.ts';
import { gapsOf, notApplicable, notEvaluated, octal } from './results.ts';

/** `projects/<name>/<session>.jsonl` lies three levels down, `agents/<id>/sessions/skills-prompts/sha256/..` six. */
const DEPTH_MAX = 8;
const ENTRIES_MAX = 5_000;
const NAMED_MAX = 6;
const OTHERS = 0o006;
const GROUP = 0o060;
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

export const agentFilesReadable: Check<HostFacts> = {
  id: 'agent-files-readable',
  title: 'Every user of this machine can read transcripts or secrets of an agent',
  why: 'Transcripts hold what people told the agent and what its tools returned, keys among it; .env and credential files hold the keys themselves.',
  severity: 'high',
  reads: [
    'modes of .env, credentials, transcripts and databases in ~/.openclaw, ~/.claude, ~/.codex, ~/.gemini, ~/.hermes, ~/.local/share/opencode',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'chmod -R go-rwx on the state folder',
  references: ['owasp-llm.llm02-2025', 'nist-800-53.ac-3'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const home of facts.homes.agents) results.push(...(await checkHome(facts, home)));
    for (const { path, reason } of facts.homes.gaps) results.push(notEvaluated(path, reason));
    return results.length > 0
      ? results
      : [notApplicable('homes', 'No home has a folder of an agent runtime.')];
  },
};

async function checkHome(facts: HostFacts, { path, info, home }: AgentHome): Promise<CheckResult[]> {
  const { entries, gaps } = await walk(facts.root, path, {
    depth_max: DEPTH_MAX,
    entries_max: ENTRIES_MAX,
    enter: (folder) => !FOLDERS_LEFT_OUT.includes(folder.slice(folder.lastIndexOf('/') + 1)),
  });
  const files = entries.filter((entry) => entry.info.kind === 'file' && isPrivate(entry.path));
  const open = files.filter((entry) => (entry.info.mode & OTHERS) !== 0);
  const above = await facts.root.stat(home);
  const passable = (info.mode & OTHERS_PASS) !== 0 && (!above.ok || (above.value.mode & OTHERS_PASS) !== 0);
  if (open.length === 0) {
    const byGroup = files.filter((entry) => (entry.info.mode & GROUP) !== 0).length;
    const note = byGroup > 0 ? ` ${byGroup} are open to their group.` : '';
    const pass: CheckResult = {
      result: 'pass',
      subject: path,
      evidence: `None of ${files.length} private files is open to all users.${note}`,
    };
    return gaps.length > 0 ? gapsOf(path, gaps) : [pass];
  }
  const named = open.slice(0, NAMED_MAX).map((entry) => `${entry.path} ${octal(entry.info.mode)}`);
  const more = open.length > NAMED_MAX ? [`and ${open.length - NAMED_MAX} more`] : [];
  const guard = passable ? [] : ['a closed folder above keeps others out for now'];
  return [
    {
      result: 'fail',
      subject: path,
      severity: passable ? 'high' : 'low',
      evidence: [...named, ...more, ...guard].join('; '),
      fix: `chmod -R go-rwx ${path}`,
    },
    ...gapsOf(path, gaps),
  ];
}

function isPrivate(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // Empty markers that runtimes make with the default mode.
  if (name.endsWith('.lock') || name.endsWith('-lock.sqlite')) return false;
  if (name.startsWith('.env')) return true;
  if (/\.(?:jsonl|sqlite|sqlite-wal|sqlite-shm|db|db-wal|db-shm|key|pem)$/.test(name)) return true;
  return /^(?:\.credentials|credentials|secrets|auth|auth-profiles|openclaw|oauth_creds|device|device-auth|models)\.json$/.test(
    name,
  );
}

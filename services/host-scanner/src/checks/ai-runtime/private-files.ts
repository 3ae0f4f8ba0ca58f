import type { Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { type AgentFile, type AgentFiles, agentFiles } from '../../agents/agent-files.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, notApplicable, notEvaluated, octal, pass } from '../results.ts';
import { judgeModes } from './open-files.ts';

const PRIVATE = {
  category: 'ai_runtime',
  platforms: ['linux', 'darwin'],
  references: ['owasp-llm.llm02-2025', 'nist-800-53.ac-3', 'attack.t1552.001'],
} as const;

export const stateFolderMode: HostCheck = {
  ...PRIVATE,
  id: 'AI-13',
  title: 'Other users can enter the state folder of an agent',
  why: 'The folder holds transcripts, settings and keys. Who may write to it decides what the agent does next.',
  severity: 'high',
  reads: ['mode of ~/.openclaw, ~/.claude, ~/.codex, ~/.gemini, ~/.hermes, ~/.local/share/opencode'],
  fix: 'chmod 700 <folder>',
  async evaluate(facts) {
    const results = await Promise.all(
      facts.homes.agents.map(async ({ path, info, home }): Promise<CheckResult> => {
        const { mode } = info;
        if ((mode & 0o077) === 0) return pass(path, `Mode ${octal(mode)}.`);
        const above = await facts.root.stat(home);
        const guarded = above.ok && (above.value.mode & 0o011) === 0;
        const severity = (mode & 0o022) !== 0 ? 'critical' : (mode & 0o007) !== 0 ? 'high' : 'medium';
        const note = guarded ? `; ${home} keeps others out for now` : '';
        return fail(path, `Mode ${octal(mode)}${note}.`, {
          severity: guarded ? 'low' : severity,
          fix: `chmod 700 ${path}`,
        });
      }),
    );
    return orNoAgents(facts, results);
  },
};

export const settingsMode = filesCheck('AI-14', 'critical', 'settings files', (files) => files.settings, {
  title: 'Settings of an agent are open to other users',
  why: 'They hold tokens, and say which tools the agent may use without asking: who may write them owns the agent.',
  reads: [
    'modes and owners of openclaw.json, settings.json, config.toml and exec-approvals.json in agents’ folders',
  ],
});

export const transcriptMode = filesCheck(
  'AI-15',
  'high',
  'transcripts and databases',
  (files) => files.transcripts,
  {
    title: 'Other users can read what an agent said and did',
    why: 'Transcripts hold what people told the agent and what its tools returned, keys among it.',
    reads: ['modes of *.jsonl, *.sqlite and *.db in agents’ folders'],
  },
);

const credentialFiles = filesCheck('AI-16', 'high', 'credential files', (files) => files.credentials, {
  title: 'Other users can read credentials of agents or of the proxy',
  why: 'Keys in .env and credential files work for whoever reads them, at the owner’s cost and in the owner’s name.',
  reads: [
    'modes of .env, auth.json, .credentials.json, secrets.json and keys in agents’ folders, homes, /opt, /srv and /etc/litellm',
  ],
});

/** Beside those in agents' folders: environment files of projects and of the proxy. */
export const credentialMode: HostCheck = {
  ...credentialFiles,
  async evaluate(facts) {
    const results = [...(await credentialFiles.evaluate(facts))].filter(
      ({ result }) => result !== 'not_applicable',
    );
    const { places } = await facts.inventory();
    for (const path of places.credentialFiles) {
      if (facts.homes.agents.some((agent) => path.startsWith(`${agent.path}/`))) continue;
      const info = await facts.root.stat(path);
      if (!info.ok) results.push(notEvaluated(path, info.message));
      else
        results.push(
          ...judgeModes(path, [{ path, info: info.value }], {
            isReachable: await isReachable(facts, path),
            severity: 'high',
            what: 'credential files',
          }),
        );
    }
    for (const path of places.proxyConfigs) results.push(...(await judgeProxyConfig(facts, path)));
    return orNoAgents(facts, results);
  },
};

/** Settings of the proxy count only where a key stands in them. */
async function judgeProxyConfig(facts: HostFacts, path: string): Promise<CheckResult[]> {
  const [info, text] = await Promise.all([facts.root.stat(path), facts.root.readText(path, 1_048_576)]);
  if (!info.ok) return [notEvaluated(path, info.message)];
  if (!text.ok) return [notEvaluated(path, text.message)];
  const holdsKey = /(?:api_key|master_key)\s*:\s*["']?(?!os\.environ)[\w-]{8,}/.test(text.value);
  if (!holdsKey) return [];
  return judgeModes(path, [{ path, info: info.value }], {
    isReachable: await isReachable(facts, path),
    severity: 'high',
    what: 'settings with a key',
  });
}

/** Whether every folder above lets other users pass. */
async function isReachable({ root }: HostFacts, path: string): Promise<boolean> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const info = await root.stat(path.slice(0, at));
    if (info.ok && (info.value.mode & 0o001) === 0) return false;
  }
  return true;
}

function filesCheck(
  id: string,
  severity: Severity,
  what: string,
  choose: (files: AgentFiles) => readonly AgentFile[],
  words: Pick<HostCheck, 'title' | 'why' | 'reads'>,
): HostCheck {
  return {
    ...PRIVATE,
    ...words,
    id,
    severity,
    fix: 'chmod 600 <file>, or chmod -R go-rwx on the folder',
    async evaluate(facts) {
      const results: CheckResult[] = [];
      for (const home of facts.homes.agents) {
        const files = await agentFiles(facts, home);
        const chosen = choose(files);
        results.push(...judgeModes(home.path, chosen, { isReachable: files.isReachable, severity, what }));
        const strange = id === 'AI-14' ? chosen.filter(({ info }) => info.uid !== home.info.uid) : [];
        for (const { path, info } of strange)
          results.push(
            fail(path, `Owned by ${facts.accounts.nameOf(info.uid)}, not by the owner of ${home.path}.`, {
              fix: `chown --reference=${home.path} ${path}`,
            }),
          );
        results.push(...gapsOf(home.path, files.gaps));
      }
      return orNoAgents(facts, results);
    },
  };
}

function orNoAgents({ homes }: HostFacts, results: readonly CheckResult[]): readonly CheckResult[] {
  const all = [...results, ...homes.gaps.map(({ path, reason }) => notEvaluated(path, reason))];
  return all.length > 0 ? all : [notApplicable('homes', 'No home has such a file of an agent runtime.')];
}

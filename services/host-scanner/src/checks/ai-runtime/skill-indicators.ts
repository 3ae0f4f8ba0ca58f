import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { findPoison } from '../../agents/find-poison.ts';
import { findSkillFolders } from '../../agents/skill-folders.ts';
import { findIndicators } from '../../agents/skill-indicators.ts';
import type { HostFacts } from '../../facts.ts';
import { sweep } from '../../files/sweep.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, pass } from '../results.ts';

const FILES_MAX = 2_000;
const FILE_BYTES_MAX = 262_144;
const DEPTH_MAX = 5;
const READ = /\.(?:md|txt|sh|bash|zsh|ps1|py|js|mjs|cjs|ts|json|toml|ya?ml)$/i;

export const skillIndicators: HostCheck = {
  id: 'AI-32',
  category: 'ai_runtime',
  title: 'A skill or plugin has marks of malware',
  why: 'Hundreds of published skills told agents to fetch a program as a "prerequisite": it stole keys, wallets and memory files.',
  severity: 'critical',
  reads: ['text of files in skills, extensions and plugins folders of agents'],
  platforms: ['linux', 'darwin'],
  fix: 'Remove the skill’s folder, look in the transcripts whether it ran, and rotate the credentials that the agent could read.',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'attack.t1204.002'],
  async evaluate(facts) {
    const { folders, gaps } = await findSkillFolders(facts);
    const results: CheckResult[] = [];
    for (const { path } of folders) results.push(...(await judgeFolder(facts, path)));
    results.push(...gapsOf('skill folders', gaps));
    return results.length > 0
      ? results
      : [notApplicable('skill folders', 'No agent has a folder of skills or plugins here.')];
  },
};

async function judgeFolder({ root }: HostFacts, folder: string): Promise<CheckResult[]> {
  const files: string[] = [];
  const names: string[] = [];
  const options = {
    entries_max: 20_000,
    depth_max: DEPTH_MAX,
    modes: false,
    enter: ({ name }: { readonly name: string }) => name !== 'node_modules' && name !== '.git',
  };
  const swept = await sweep(root, folder, options, (entry) => {
    if (entry.kind === 'file' && READ.test(entry.name)) files.push(entry.path);
    if (entry.kind === 'folder') names.push(entry.path);
  });
  const gaps = [...swept.gaps];
  if (files.length > FILES_MAX)
    gaps.push(`${folder} holds more than ${FILES_MAX} files of text; the rest was not read.`);
  const results: CheckResult[] = names.flatMap((path) => {
    const found = findIndicators('', path.slice(path.lastIndexOf('/') + 1));
    return found.length === 0
      ? []
      : [fail(path, found.map(({ what }) => what).join('; '), { severity: 'high', fix: `rm -r ${path}` })];
  });
  let read = 0;
  for (const path of files.slice(0, FILES_MAX)) {
    const text = await root.readText(path, FILE_BYTES_MAX);
    if (!text.ok) {
      gaps.push(text.message);
      continue;
    }
    read += 1;
    const found = [
      ...findIndicators(text.value, ''),
      ...(path.endsWith('.md') ? findPoison(text.value, false) : []),
    ];
    const isCertain = found.some((hit) => 'certain' in hit && hit.certain === true);
    const isFetch = found.every(
      ({ what }) => what === 'pipes a download into sh' || what === 'pipes a download into bash',
    );
    if (found.length > 0)
      results.push(
        fail(
          path,
          nameSome(
            [...new Set(found.map(({ line, what, shown }) => `line ${line} ${what}: ${shown}`))],
            '\n',
          ),
          {
            // Installing a tool with `curl | sh` is a bad habit, but a common one.
            severity: isCertain ? 'critical' : isFetch ? 'medium' : 'high',
            fix: `Look at ${path}; remove its folder if nobody can say what it is for.`,
          },
        ),
      );
  }
  if (results.length === 0) results.push(pass(folder, `${read} files read; no mark of malware.`));
  return [...results, ...gapsOf(folder, gaps)];
}

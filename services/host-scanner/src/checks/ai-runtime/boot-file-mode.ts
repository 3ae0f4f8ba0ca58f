import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { findBootFiles } from '../../agents/boot-files.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const WRITABLE = 0o022;

export const bootFileMode: HostCheck = {
  id: 'AI-18',
  category: 'ai_runtime',
  title: 'Others can write what an agent believes about itself',
  why: 'SOUL.md, AGENTS.md, CLAUDE.md and memory files are read at each start as the agent’s own instructions: one line there stays.',
  severity: 'high',
  reads: ['modes and owners of persona, memory and instruction files and of their folders'],
  platforms: ['linux', 'darwin'],
  fix: 'chmod go-w <file> <its folder>; chown it to the agent’s user',
  references: ['owasp-asi.asi06-2026', 'owasp-llm.llm04-2025', 'nist-800-53.ac-3'],
  async evaluate(facts) {
    const { paths, gaps } = await findBootFiles(facts);
    const open: string[] = [];
    const results: CheckResult[] = [];
    for (const path of paths) {
      const info = await facts.root.stat(path);
      const folder = await facts.root.stat(path.slice(0, path.lastIndexOf('/')));
      if (!info.ok) results.push(notEvaluated(path, info.message));
      else if ((info.value.mode & WRITABLE) !== 0) open.push(`${path} ${octal(info.value.mode)}`);
      else if (folder.ok && (folder.value.mode & WRITABLE) !== 0)
        open.push(`${path} in a folder of mode ${octal(folder.value.mode)}`);
    }
    if (open.length > 0)
      results.push(
        fail('boot files', nameSome(open), {
          fix: `chmod go-w ${open.map((text) => text.split(' ')[0]).join(' ')}`,
        }),
      );
    else if (paths.length > 0)
      results.push(pass('boot files', `${paths.length} files; nobody but their owners can write them.`));
    results.push(...gapsOf('boot files', gaps));
    return results.length > 0
      ? results
      : [notApplicable('boot files', 'No agent has a persona, memory or instruction file here.')];
  },
};

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { findBootFiles } from '../../agents/boot-files.ts';
import { findPoison } from '../../agents/find-poison.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, notEvaluated, pass } from '../results.ts';

const FILE_BYTES_MAX = 1_048_576;

export const bootFileContent: HostCheck = {
  id: 'AI-31',
  category: 'ai_runtime',
  title: 'A persona, memory or instruction file carries planted instructions',
  why: 'An injection that writes to SOUL.md, MEMORY.md or CLAUDE.md is obeyed at every start, long after the message that brought it is gone.',
  severity: 'critical',
  reads: ['text of persona, memory, instruction and hook files'],
  platforms: ['linux', 'darwin'],
  fix: 'Remove the lines, look at who wrote them (git -C <workspace> log -p), and start a new session.',
  references: ['owasp-asi.asi06-2026', 'owasp-llm.llm01-2025', 'atlas.t0080'],
  async evaluate(facts) {
    const { paths, gaps } = await findBootFiles(facts);
    const results: CheckResult[] = [];
    let read = 0;
    for (const path of paths) {
      const text = await facts.root.readText(path, FILE_BYTES_MAX);
      if (!text.ok) {
        results.push(notEvaluated(path, text.message));
        continue;
      }
      read += 1;
      const found = findPoison(text.value, path.endsWith('.json') || path.endsWith('.toml'));
      if (found.length > 0)
        results.push(
          fail(
            path,
            nameSome(
              found.map(({ line, what, shown }) => `line ${line} ${what}: ${shown}`),
              '\n',
            ),
          ),
        );
    }
    if (results.length === 0 && read > 0)
      results.push(pass('boot files', `${read} files read; no planted instruction.`));
    results.push(...gapsOf('boot files', gaps));
    return results.length > 0
      ? results
      : [notApplicable('boot files', 'No agent has a persona, memory or instruction file here.')];
  },
};

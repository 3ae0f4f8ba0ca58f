import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import { parsePlist } from '../../plists/read-plist.ts';
import { agentRuntimeOf } from '../../processes/agent-runtime.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const FILE_BYTES_MAX = 262_144;
const SYSTEM = '/Library/LaunchDaemons/*.plist';

export const launchdAgents: HostCheck = {
  id: 'AI-28',
  category: 'ai_runtime',
  title: 'A launchd job of an agent runs as root or from a place that others can write',
  why: 'launchd starts it again whenever it ends: whoever can change the program or the job has a foothold that comes back.',
  severity: 'high',
  reads: [
    '/Library/LaunchDaemons, /Library/LaunchAgents and ~/Library/LaunchAgents',
    'mode and owner of the program',
  ],
  platforms: ['darwin'],
  fix: 'Set UserName in the plist, chmod go-w the program and its folder, then: launchctl kickstart -k system/<label>',
  references: ['owasp-asi.asi03-2026', 'attack.t1543.004', 'nist-800-53.ac-6'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const patterns = [
      SYSTEM,
      '/Library/LaunchAgents/*.plist',
      ...facts.homes.users.map(({ path }) => `${path}/Library/LaunchAgents/*.plist`),
    ];
    for (const pattern of patterns)
      for (const path of (await expand(facts.root, pattern)).paths)
        results.push(...(await judgeJob(facts, path, pattern === SYSTEM)));
    return results.length > 0
      ? results
      : [notApplicable('launchd jobs', 'No launchd job starts an agent runtime.')];
  },
};

async function judgeJob({ root }: HostFacts, path: string, isDaemon: boolean): Promise<CheckResult[]> {
  const text = await root.readText(path, FILE_BYTES_MAX);
  if (!text.ok) return [notEvaluated(path, text.message)];
  if (text.value.startsWith('bplist'))
    return [notEvaluated(path, 'A binary property list; only the XML form is read.')];
  const words = [...text.value.matchAll(/<string>([^<]{1,1000})<\/string>/g)].map((match) => match[1] ?? '');
  const at = words.findIndex((word) => word.startsWith('/'));
  const runtime = agentRuntimeOf(at === -1 ? [] : words.slice(at));
  if (runtime === null) return [];
  const problems: string[] = [];
  const user = parsePlist(text.value).get('UserName');
  if (isDaemon && (user === undefined || user === 'root')) problems.push('it runs as root');
  for (const file of [path, words[at] ?? '']) {
    const info = await root.stat(file);
    if (info.ok && (info.value.mode & 0o022) !== 0)
      problems.push(`${file} has mode ${octal(info.value.mode)}`);
  }
  return [
    problems.length === 0
      ? pass(path, `${runtime} runs as ${user ?? 'the user'}.`)
      : fail(path, `${runtime}: ${problems.join('; ')}.`),
  ];
}

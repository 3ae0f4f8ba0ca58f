import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import { runtimeOfUnit } from '../../agents/agent-users.ts';
import type { HostFacts } from '../../facts.ts';
import { agentRuntimeOf } from '../../processes/agent-runtime.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, pass } from '../results.ts';

const PRELOAD = '/etc/ld.so.preload';
const FILE_BYTES_MAX = 524_288;
/** Each makes other code run inside every program that is started. */
const VARIABLE =
  /\b(LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|NODE_OPTIONS|PYTHONSTARTUP|PYTHONPATH|PERL5OPT|RUBYOPT|GLIBC_TUNABLES|DYLD_INSERT_LIBRARIES|BASH_ENV|PROMPT_COMMAND)=["']?([^"'\s;]{1,300})/;
/** Options of Node that load no code. */
const HARMLESS_NODE =
  /^(?:--max-old-space-size\S{0,20}|--no-warnings|--no-deprecation|--use-system-ca|--dns-result-order\S{0,20}|--enable-source-maps|--trace-\S{1,40}|--unhandled-rejections\S{0,20})$/;
const PATTERNS = [
  '/etc/environment',
  '/etc/environment.d/*.conf',
  '/etc/profile',
  '/etc/profile.d/*',
  '/etc/bash.bashrc',
  '/etc/zsh/*',
  '/etc/security/pam_env.conf',
];
const IN_HOME = [
  '.bashrc',
  '.bash_profile',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.pam_environment',
  '.config/environment.d/*.conf',
  '.ssh/environment',
];

export const injectedCode: HostCheck = {
  id: 'HL-06',
  category: 'logging',
  title: 'The environment loads other code into every program',
  why: 'LD_PRELOAD, NODE_OPTIONS and their kind put a stranger’s code into the agent, the proxy and sudo alike.',
  severity: 'high',
  platforms: ['linux', 'darwin'],
  reads: [
    PRELOAD,
    '/etc/environment, profiles and environment.d',
    'Environment= of agents’ units',
    '/proc/<pid>/environ of agents',
  ],
  fix: 'Remove the line, then start a new session and restart the agents.',
  references: ['attack.t1574.006', 'owasp-asi.asi10-2026', 'nist-800-53.si-7'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const gaps: string[] = [];
    const preload = await facts.root.readText(PRELOAD, FILE_BYTES_MAX);
    if (preload.ok && preload.value.split('\n').some((line) => line.trim() !== '' && !line.startsWith('#')))
      results.push(
        fail(PRELOAD, `${preload.value.trim().slice(0, 300)} is loaded into every program.`, {
          severity: 'critical',
          fix: `Look at the library, then: rm ${PRELOAD}`,
        }),
      );
    if (!preload.ok && preload.code !== 'missing') gaps.push(preload.message);
    const patterns = [
      ...PATTERNS,
      ...facts.homes.users.flatMap(({ path }) => IN_HOME.map((name) => `${path}/${name}`)),
    ];
    let read = 0;
    for (const pattern of patterns) {
      const found = await expand(facts.root, pattern);
      gaps.push(...found.gaps);
      for (const path of found.paths) {
        const text = await facts.root.readText(path, FILE_BYTES_MAX);
        if (!text.ok) {
          if (text.code !== 'wrong_kind') gaps.push(text.message);
          continue;
        }
        read += 1;
        for (const [index, line] of text.value.split('\n').entries()) {
          const bad = /^\s*#/.test(line) ? null : injectionIn(line);
          if (bad !== null)
            results.push(
              fail(path, `line ${index + 1}: ${bad}`, { fix: `Remove line ${index + 1} of ${path}` }),
            );
        }
      }
    }
    results.push(...(await judgeAgents(facts)));
    if (results.length > 0) return results;
    return gaps.length > 0
      ? gapsOf('environment', gaps)
      : [pass('environment', `${read} files read; none loads code into programs.`)];
  },
};

async function judgeAgents(facts: HostFacts): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const unit of (await facts.units()).units) {
    if (runtimeOfUnit(unit.values('Service', 'ExecStart')) === null) continue;
    const bad = unit
      .values('Service', 'Environment')
      .map(injectionIn)
      .find((found) => found !== null);
    if (bad !== undefined && bad !== null) results.push(fail(unit.path, bad));
  }
  for (const { pid, args, name } of facts.processes.ok ? facts.processes.value.seen : []) {
    const runtime = agentRuntimeOf(args, name);
    if (runtime === null) continue;
    const text = await facts.root.readText(`/proc/${pid}/environ`, FILE_BYTES_MAX);
    const bad = text.ok
      ? text.value
          .split('\0')
          .map(injectionIn)
          .find((found) => found !== null)
      : null;
    if (bad !== undefined && bad !== null)
      results.push(fail(`environment of ${runtime}`, `Process ${pid}: ${bad}`));
  }
  return results;
}

/** The variable and its value where it loads code from a place that no package uses, or any at all. */
function injectionIn(line: string): string | null {
  const [, name = '', value = ''] = VARIABLE.exec(line.slice(0, 4_000)) ?? [];
  if (name === '') return null;
  if (name === 'NODE_OPTIONS' && !/(?:--require|-r|--import|--loader|--inspect)/.test(line))
    return HARMLESS_NODE.test(value) || value.startsWith('--') ? null : `${name}=${value}`;
  // A path of libraries or modules is common; one that everybody can write is not.
  if (name === 'LD_LIBRARY_PATH' || name === 'PYTHONPATH')
    return /(?:^|:)(?:\/tmp|\/var\/tmp|\/dev\/shm|\.)(?:\/|:|$)/.test(value) ? `${name}=${value}` : null;
  if (name === 'PROMPT_COMMAND')
    return /\b(?:curl|wget|nc|base64|python\d?|perl)\b/.test(line) ? `${name}=${value}` : null;
  return `${name}=${value}`;
}

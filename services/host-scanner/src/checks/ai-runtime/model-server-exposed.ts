import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import { agentRuntimeOf } from '../../processes/agent-runtime.ts';
import type { HostCheck } from '../host-check.ts';
import { fail } from '../results.ts';
import { judgePorts, orNoneListens, type WatchedPort } from './port-exposure.ts';

/** Ports that say by themselves what listens there. */
const OWN_PORTS: readonly WatchedPort[] = [
  { port: 4000, name: 'LiteLLM proxy' },
  { port: 11_434, name: 'Ollama' },
];
/** Ports that many programs use: they count only while the server runs. */
const SHARED_PORTS: readonly (WatchedPort & { readonly runtime: string })[] = [
  { port: 8000, name: 'vLLM', runtime: 'vLLM' },
  { port: 8080, name: 'llama-server', runtime: 'llama-server' },
  { port: 8080, name: 'Open WebUI', runtime: 'Open WebUI' },
  { port: 3000, name: 'Open WebUI', runtime: 'Open WebUI' },
  { port: 1234, name: 'LM Studio', runtime: 'LM Studio' },
];
const ANY_ADDRESS = /(?:^|[\s="'])(?:0\.0\.0\.0|\[?::\]?)(?::\d{1,5})?(?:$|[\s"'])/;

export const modelServerExposed: HostCheck = {
  id: 'AI-02',
  category: 'ai_runtime',
  title: 'A model proxy or model server is reachable from the network',
  why: 'The proxy holds every model key, and model servers ask nobody who they are: strangers spend the keys and read the prompts.',
  severity: 'high',
  exposes: true,
  reads: [
    '/proc/net/tcp',
    '/proc/net/tcp6',
    'command lines of processes',
    'ExecStart and Environment of units',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'Bind it to this machine: litellm --host 127.0.0.1, OLLAMA_HOST=127.0.0.1, vllm serve --host 127.0.0.1; then restart it.',
  references: ['owasp-llm.llm10-2025', 'owasp-asi.asi03-2026', 'nist-800-53.sc-7'],
  async evaluate(facts) {
    const running = runtimesRunning(facts);
    const ports = [...OWN_PORTS, ...SHARED_PORTS.filter(({ runtime }) => running.has(runtime))];
    const results = [...judgePorts(facts, ports), ...(await judgeUnits(facts))];
    return orNoneListens(results, ports);
  },
};

function runtimesRunning({ processes }: HostFacts): ReadonlySet<string> {
  const seen = processes.ok ? processes.value.seen : [];
  const runtimes = seen.flatMap(({ args, name }) => agentRuntimeOf(args, name) ?? []);
  const isStudio = seen.some(({ args }) => /lm.?studio/i.test(args[0] ?? ''));
  return new Set([...runtimes, ...(isStudio ? ['LM Studio'] : [])]);
}

/** A unit that starts a server on every address will expose it at the next start, whatever listens now. */
async function judgeUnits(facts: HostFacts): Promise<CheckResult[]> {
  const { units } = await facts.units();
  return units.flatMap((unit) => {
    const starts = unit.values('Service', 'ExecStart').join(' ');
    const runtime = agentRuntimeOf(starts.replace(/^[@+!:-]+/, '').split(/\s+/));
    if (runtime === null) return [];
    const settings = unit.values('Service', 'Environment').filter((value) => /HOST/.test(value));
    const seen = [starts, ...settings].find((value) => ANY_ADDRESS.test(value));
    return seen === undefined
      ? []
      : [fail(unit.path, `${runtime} is started on every address: ${seen.slice(0, 300)}`)];
  });
}

import type { Signal } from '@clawnex/correlator/src/events/signal.ts';
import { compileRules } from '@clawnex/correlator/src/rules/compile-rules.ts';
import { loadRuleFolder, readRuleFiles } from '@clawnex/correlator/src/rules/load-rules.ts';
import type { RuleSet } from '@clawnex/correlator/src/rules/rule.ts';
import { shippedRulesFolder } from '@clawnex/correlator/src/rules/rules-folder.ts';
import { Random } from '@clawnex/scripts/demo/random.ts';

const START_MS = Date.UTC(2026, 10, 24);
const BASE_RULES = 150;
const KINDS = 40;

/** The shipped rules and as many detections more as make 150, most of which want one kind of event and a word in it. */
export function benchRules(): RuleSet {
  const files = readRuleFiles(shippedRulesFolder());
  const loaded = loadRuleFolder(shippedRulesFolder());
  if (!loaded.ok) throw new Error('the shipped rules do not load');
  const more = Math.max(0, BASE_RULES - loaded.rules.detections.length);
  const extra = Array.from(
    { length: more },
    (_, n) =>
      `title: Bench ${n}\nname: bench_${n}\ndetection:\n  a: { kind: kind.${n % KINDS}, command|contains: word${n} }\n  b: { agent|startswith: nobody }\n  condition: a and not b\nfleet.mode: building_block\n`,
  );
  const watching = `title: Bench watch\nname: bench_watch\ncorrelation:\n  type: event_count\n  rules: [${Array.from({ length: more }, (_, n) => `bench_${n}`).join(', ')}]\n  group-by: [agent]\n  timespan: 5m\n  condition: { gte: 50 }\n`;
  // A correlation takes thirty rules at most: so several watch the rest.
  const watches = Array.from({ length: Math.ceil(more / 30) }, (_, part) => {
    const names = Array.from({ length: Math.min(30, more - part * 30) }, (__, n) => `bench_${part * 30 + n}`);
    return watching
      .replace(/rules: \[.*\]/, `rules: [${names.join(', ')}]`)
      .replaceAll('bench_watch', `bench_watch_${part}`);
  });
  const compiled = compileRules([...files, ['bench.yaml', [...extra, ...watches].join('---\n')]]);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors[0]));
  return compiled.rules;
}

/** Events of a busy fleet: 500 agents, 20 fields, one in eight matches something. */
export function benchEvents(count: number, seed = 1): Signal[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, n) => {
    const agent = `agent-${random.between(1, 500)}`;
    const common = random.next() < 0.12;
    const kind = common
      ? random.pick(['tool.call', 'model.call', 'net.egress', 'shield.block', 'session.turn', 'file.read'])
      : `kind.${random.between(0, KINDS - 1)}`;
    return {
      id: `event-${seed}-${n}`,
      time_ms: START_MS + n,
      origin: 'live',
      source: 'bench/bench',
      fields: {
        kind,
        agent,
        host: `host-${random.between(1, 20)}`,
        session: `${agent}-${random.between(1, 10)}`,
        type: 'session.observed',
        source: 'watcher',
        instance: 'openclaw',
        model: 'large',
        command: `run word${random.between(0, 400)} --flag ${n}`,
        'tool.name': 'grep',
        'tool.args_hash': `h${random.between(1, 50)}`,
        'cost.usd': random.next() / 100,
        bytes: random.between(1, 9_000),
        'net.bytes_out': random.between(1, 4_000),
        'net.domain': 'api.example',
        'principal.id': `p${random.between(1, 100)}`,
        ok: true,
        input_tokens: n % 999,
        output_tokens: n % 77,
        score: n % 100,
      },
    } satisfies Signal;
  });
}

import type { Decision } from '@clawnex/proto/decision.ts';
import type { ExchangeDetail } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Origin } from '@clawnex/proto/scan.ts';
import { formatWord } from '../../ui/format.ts';
import { revealName } from '../../ui/reveal.ts';

type Judgement = ExchangeDetail['judgements'][number];

const WHERE: Record<Origin, string> = {
  system: 'the system prompt',
  user: "the user's message",
  assistant: "the model's answer",
  tool_result: "a tool's result",
  tool_call: 'the arguments of a tool call',
  tool_definition: 'the definition of a tool',
};

const THEN: Record<Judgement['side'], Record<Decision, string>> = {
  request: {
    passed: 'It went on to the model.',
    bypassed: 'It went on to the model: enforcement was lifted at the time.',
    observed:
      'It went on to the model, because the mode was observe. In mode block it would have been refused.',
    redacted: 'It went on to the model with the hostile part taken out.',
    held: 'It is held back until an operator decides.',
    blocked: 'It was refused before the model saw it.',
  },
  response: {
    passed: 'The answer reached the agent.',
    bypassed: 'The answer reached the agent: enforcement was lifted at the time.',
    observed:
      'The answer reached the agent, because the mode was observe. In mode block it would have been refused.',
    redacted: 'The answer reached the agent with the unsafe part taken out.',
    held: 'The answer is held back until an operator decides.',
    blocked: 'The answer was refused before the agent saw it.',
  },
};

/** What happened, to whom, and what to do, in a few short sentences. */
export function describeExchange(detail: ExchangeDetail): string {
  const { row, judgements } = detail;
  const who = row.agent ?? row.key_alias ?? 'An unnamed caller';
  const what = row.model === null ? 'a model' : revealName(row.model);
  const sentences = [`${revealName(who)} on ${row.host} called ${what}.`];
  for (const judgement of worstPerSide(judgements)) sentences.push(...describeSide(judgement, detail));
  if (judgements.length === 0) sentences.push('The shield has judged neither side (yet).');
  if (row.log?.status === 'failure') {
    const code = detail.log?.error_class ?? detail.log?.error_code;
    sentences.push(`The call failed${code === null || code === undefined ? '' : `: ${code}`}.`);
  }
  return sentences.join(' ');
}

/** A side can be judged more than once (a repeated call): the worst says what happened. */
function worstPerSide(judgements: readonly Judgement[]): readonly Judgement[] {
  return (['request', 'response'] as const).flatMap((side) => {
    const [worst] = judgements.filter((each) => each.side === side).sort((a, b) => b.score - a.score);
    return worst === undefined ? [] : [worst];
  });
}

function describeSide(judgement: Judgement, detail: ExchangeDetail): readonly string[] {
  const name = judgement.side === 'request' ? 'The prompt' : "The model's answer";
  if (judgement.deadline_exceeded) {
    return [`${name} was not scanned in time.`, THEN[judgement.side][judgement.decision]];
  }
  if (judgement.verdict === 'allow') {
    return judgement.decision === 'passed'
      ? [`${name} was clean.`]
      : [`${name} was clean.`, THEN[judgement.side][judgement.decision]];
  }
  const [block] = judgement.blocks;
  const [detection] = block?.detections ?? [];
  const rule = detail.rules.find((each) => each.id === detection?.rule);
  const found = rule?.title ?? (detection === undefined ? 'something' : formatWord(detection.category));
  const where = block === undefined ? '' : ` in ${WHERE[block.origin]}`;
  const judged = judgement.verdict === 'block' ? 'judged hostile' : 'marked for review';
  return [`${name} was ${judged}: ${lowerFirst(found)}${where}.`, THEN[judgement.side][judgement.decision]];
}

/** Keeps names such as GitHub or AWS: only a capital followed by a small letter is lowered. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]+(?![A-Za-z])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PROFILES } from '@clawnex/proto/policy.ts';
import { CATEGORIES, type Category } from '@clawnex/proto/scan.ts';
import { CATEGORY_TEXTS } from '../testing/category-texts.ts';
import { chatAnswer, chatRequest } from '../testing/guardrail-bodies.ts';
import { startTestShield, type TestShield } from '../testing/start-shield.ts';

const TABLE = join(import.meta.dirname, '../../profile-matrix.md');
const HEAD = `# What each profile does

One plain case of each category (\`src/testing/category-texts.ts\`) on each side, in block mode, under each profile.
\`src/judge/profile-matrix.test.ts\` compares this table with what the shield does; after a change that is meant, write it
again with \`WRITE_PROFILE_MATRIX=1\` and read the difference.

`;

let shield: TestShield;
before(async () => {
  shield = await startTestShield();
});
after(() => shield.stop());

function bodyOf(category: Category, side: 'request' | 'response', unique: string) {
  const { as, text } = CATEGORY_TEXTS[category][side];
  const call = {
    id: 'c',
    type: 'function',
    function: { name: 'bash', arguments: JSON.stringify({ command: text }) },
  };
  if (side === 'response') return as === 'call' ? chatAnswer([], { tool_calls: [call] }) : chatAnswer([text]);
  const start = { role: 'user', content: `Hello ${unique}.` };
  if (as === 'user') return chatRequest([start, { role: 'user', content: text }]);
  if (as === 'tool') return chatRequest([start, { role: 'tool', tool_call_id: 'c', content: text }]);
  return chatRequest([start, { role: 'assistant', content: null, tool_calls: [call] }]);
}

async function decide(category: Category, side: 'request' | 'response', profile: (typeof PROFILES)[number]) {
  shield.policy = { ...shield.policy, profile, revision: shield.policy.revision + 1 };
  await shield.judge(bodyOf(category, side, `${category} ${side} ${profile}`));
  const event = shield.events.at(-1);
  assert.ok(event?.type === 'exchange.judged');
  if (side === 'request' && category !== 'output_leak') {
    const found = event.data.blocks.flatMap(({ detections }) => detections.map((one) => one.category));
    assert.ok(found.includes(category), `the ${side} for ${category} is found as ${found.join()}`);
  }
  return event.data.decision;
}

test('every profile decides about every category on both sides as its table says', async () => {
  const rows: string[][] = [['category', 'side', ...PROFILES]];
  for (const category of CATEGORIES) {
    for (const side of ['request', 'response'] as const) {
      const row: string[] = [category, side];
      for (const profile of PROFILES) row.push(await decide(category, side, profile));
      rows.push(row);
    }
  }
  const text = HEAD + renderTable(rows);
  if (process.env['WRITE_PROFILE_MATRIX'] === '1') writeFileSync(TABLE, text);
  assert.equal(text, readFileSync(TABLE, 'utf8'));
});

test('no profile lets a secret, or a reverse shell about to run, pass unseen', async () => {
  for (const profile of PROFILES) {
    for (const category of ['secret', 'command'] as const) {
      for (const side of ['request', 'response'] as const) {
        const decision = await decide(category, side, profile);
        assert.notEqual(decision, 'passed', `${profile}: ${category} in a ${side}`);
        if (profile !== 'observe') assert.notEqual(decision, 'observed');
      }
    }
  }
});

function renderTable([head = [], ...rows]: readonly string[][]): string {
  const widths = head.map((cell, index) =>
    Math.max(cell.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

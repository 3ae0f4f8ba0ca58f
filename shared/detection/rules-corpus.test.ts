import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Origin, Verdict } from '@clawnex/proto/scan.ts';
import { scan } from './engine.ts';
import { builtinRuleset } from './ruleset.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

function readLines(name: string): string[] {
  return readFileSync(join(FIXTURES, name), 'utf8').trim().split('\n');
}

function verdictOf(text: string, origin: Origin): Verdict {
  return scan({ text, origin }, builtinRuleset()).verdict;
}

function flagged(texts: readonly string[], origin: Origin): string[] {
  return texts.filter((text) => verdictOf(text, origin) !== 'allow');
}

test('at least 95 % of the ways to hand out a shell are flagged, as a tool call and in talk', () => {
  const shells = readLines('shells.txt');
  assert.ok(shells.length >= 80);
  for (const origin of ['tool_call', 'user', 'tool_result'] as const) {
    const found = new Set(flagged(shells, origin));
    const missed = shells.filter((shell) => !found.has(shell));
    assert.ok(missed.length <= shells.length * 0.05, `${origin} misses ${missed.join('\n')}`);
  }
});

test('at most 3 % of innocent sentences with trigger words are flagged, whoever wrote them, and none is blocked', () => {
  const sentences = readLines('trigger-sentences.txt');
  assert.ok(sentences.length >= 150);
  for (const origin of ['user', 'assistant', 'tool_result', 'tool_call', 'system'] as const) {
    const wrong = flagged(sentences, origin);
    assert.ok(wrong.length <= sentences.length * 0.03, `${origin}: ${wrong.join('\n')}`);
    assert.deepEqual(
      sentences.filter((sentence) => verdictOf(sentence, origin) === 'block'),
      [],
    );
  }
});

test('an attack is found in every language at least half as often as in English', () => {
  const byLanguage = new Map<string, string[]>();
  for (const line of readLines('translated-attacks.tsv')) {
    const [language = '', text = ''] = line.split('\t');
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), text]);
  }
  assert.ok(byLanguage.size >= 16);
  const english = byLanguage.get('en') ?? [];
  const rate = flagged(english, 'tool_result').length / english.length;
  assert.ok(rate > 0.7, 'English itself');
  for (const [language, texts] of byLanguage) {
    const found = flagged(texts, 'tool_result').length;
    assert.ok(found / texts.length >= rate / 2, `${language}: ${found} of ${texts.length}`);
  }
});

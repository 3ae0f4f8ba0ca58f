import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ORIGINS } from '@clawnex/proto/scan.ts';
import { z } from 'zod';
import { scan } from './engine.ts';
import { builtinRuleset } from './ruleset.ts';

/** kind, label, origin, text: written apart from grammars and rules, to see what is caught of wordings that neither knows. */
const Line = z.tuple([z.string(), z.enum(['attack', 'benign']), z.enum(ORIGINS), z.string()]);

interface Kind {
  readonly isAttack: boolean;
  readonly texts: number;
  readonly flagged: string[];
}

function measureKinds(): Map<string, Kind> {
  const ruleset = builtinRuleset();
  const kinds = new Map<string, Kind>();
  const lines = readFileSync(join(import.meta.dirname, 'fixtures', 'kinds.tsv'), 'utf8').trimEnd();
  for (const line of lines.split('\n')) {
    const [name, label, origin, escaped] = Line.parse(line.split('\t'));
    const text = escaped.replaceAll('\\n', '\n');
    const kind = kinds.get(name) ?? { isAttack: label === 'attack', texts: 0, flagged: [] };
    if (scan({ text, origin }, ruleset).verdict !== 'allow') kind.flagged.push(text);
    kinds.set(name, { ...kind, texts: kind.texts + 1 });
  }
  return kinds;
}

/** Terse games for a secret hold next to no words of their own. */
const SHARE_MIN = { game: 0.1, other: 0.4 };
const MACRO_MIN = 0.7;
const BENIGN_MAX = 0.05;
const kinds = measureKinds();

test('of every kind of attack a good part is flagged, and most of all kinds together', () => {
  const attacks = [...kinds].filter(([, kind]) => kind.isAttack);
  assert.ok(attacks.length >= 10);
  const shares = attacks.map(([name, { texts, flagged }]) => [name, flagged.length / texts] as const);
  for (const [name, share] of shares)
    assert.ok(share >= (name === 'game' ? SHARE_MIN.game : SHARE_MIN.other), `${name}: ${share}`);
  const macro = shares.reduce((sum, [, share]) => sum + share, 0) / shares.length;
  assert.ok(macro >= MACRO_MIN, `${macro}`);
});

test('of the ordinary twins hardly any is flagged', () => {
  const benign = [...kinds.values()].filter((kind) => !kind.isAttack);
  const texts = benign.reduce((sum, kind) => sum + kind.texts, 0);
  const flagged = benign.flatMap((kind) => kind.flagged);
  assert.ok(texts >= 80 && flagged.length <= texts * BENIGN_MAX, flagged.join('\n'));
});

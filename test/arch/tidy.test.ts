import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFiles, readSource } from './source-files.ts';

/** A file does one thing; past this length it does two. */
const LINES_MAX = 300;

const files = listFiles();
const sources = files.filter((file) => /\.(?:ts|tsx|css|sh)$/.test(file));

test('no source file is longer than 300 lines', () => {
  const long = sources.filter((file) => readSource(file).trimEnd().split('\n').length > LINES_MAX);
  assert.deepEqual(long, []);
});

test('file names are lower case with dashes', () => {
  const wrong = sources.filter((file) => !/^[a-z0-9./-]+$/.test(file));
  assert.deepEqual(wrong, []);
});

test('no file is named for nothing in particular', () => {
  const vague = sources.filter((file) =>
    /(?:^|[/-])(?:utils?|helpers?|managers?|common|misc)(?:[.-]|\/)/.test(file),
  );
  assert.deepEqual(vague, []);
});

test('nothing unfinished, no type holes, no silenced checks', () => {
  const markers = [/\b(?:TODO|FIXME|XXX)\b/, /(?::|<|as) any\b/, /@ts-(?:ignore|expect-error|nocheck)/];
  const wrong = sources.filter(
    (file) => file !== 'test/arch/tidy.test.ts' && markers.some((marker) => marker.test(readSource(file))),
  );
  assert.deepEqual(wrong, []);
});

test('a lint rule is set aside only in the dashboard, for accessibility or list keys, and with the reason', () => {
  const allowed =
    /biome-ignore(?:-all)? lint\/(?:a11y|suspicious\/noArrayIndexKey|correctness\/useExhaustiveDependencies)[^:]{0,60}: .{10,}/;
  const wrong = sources
    .filter((file) => file !== 'test/arch/tidy.test.ts')
    .flatMap((file) =>
      readSource(file)
        .split('\n')
        .filter((line) => line.includes('biome-ignore'))
        .map((line) => ({ file, line })),
    )
    .filter(({ file, line }) => !file.startsWith('services/dashboard-api/web/src/') || !allowed.test(line));
  assert.deepEqual(wrong, []);
});

test('no test is skipped or singled out in its source', () => {
  const tests = sources.filter((file) => file.endsWith('.test.ts') && file !== 'test/arch/tidy.test.ts');
  const wrong = tests.filter((file) => /\b(?:it|test|describe)\.(?:only|todo)\b/.test(readSource(file)));
  assert.deepEqual(wrong, []);
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(readSource('package-lock.json'), /"resolved": "https?:/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFiles, readImports, readSource, resolveImport } from './source-files.ts';

const sources = listFiles().filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
const isTest = (file: string) =>
  file.endsWith('.test.ts') || file.includes('/testing/') || file.includes('/test/');

/** The area a file belongs to: who may import whom is decided between areas. */
function areaOf(file: string): string {
  if (file.startsWith('services/dashboard-api/web/')) return 'web';
  return file
    .split('/')
    .slice(0, file.startsWith('services/') ? 2 : 1)
    .join('/');
}

const imports = sources.flatMap((file) =>
  readImports(file).map((specifier) => ({ file, specifier, target: resolveImport(file, specifier) })),
);

test('the sources are found', () => {
  assert.ok(sources.length > 50);
  assert.ok(imports.length > 100);
});

test('proto imports only zod and itself', () => {
  const wrong = imports.filter(
    ({ file, specifier, target }) =>
      areaOf(file) === 'proto' &&
      !isTest(file) &&
      specifier !== 'zod' &&
      (target === null || areaOf(target) !== 'proto'),
  );
  assert.deepEqual(wrong, []);
});

test('shared imports proto, never a service', () => {
  const wrong = imports.filter(
    ({ file, target }) =>
      areaOf(file) === 'shared' && target !== null && !['proto', 'shared'].includes(areaOf(target)),
  );
  assert.deepEqual(wrong, []);
});

test('a service imports shared, proto and itself, never another service', () => {
  const wrong = imports.filter(({ file, target }) => {
    const area = areaOf(file);
    return (
      area.startsWith('services/') && target !== null && !['proto', 'shared', area].includes(areaOf(target))
    );
  });
  assert.deepEqual(wrong, []);
});

test('the dashboard imports proto and nothing else of ours', () => {
  const wrong = imports.filter(
    ({ file, target }) =>
      areaOf(file) === 'web' && target !== null && !['proto', 'web'].includes(areaOf(target)),
  );
  assert.deepEqual(wrong, []);
});

test('only shared/bus imports nats, only stores import better-sqlite3', () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    nats: ['shared/bus/', 'test/broker/'],
    // Ours through shared/store; the correlator keeps its own file, the watcher reads agents' files.
    'better-sqlite3': ['shared/store/', 'services/correlator/', 'services/watcher/'],
  };
  const wrong = imports.filter(
    ({ file, specifier }) =>
      !isTest(file) && specifier in allowed && !allowed[specifier]?.some((folder) => file.startsWith(folder)),
  );
  assert.deepEqual(wrong, []);
});

test('there is no import circle', () => {
  const edges = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (target !== null) edges.set(file, [...(edges.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    assert.equal(start, -1, `circle: ${[...path.slice(start), file].join(' -> ')}`);
    if (done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
});

test('no bus subject and no permission name is written outside proto', () => {
  // JetStream's own subjects ($JS, $KV) are the broker's protocol, which shared/bus speaks.
  const subject = /['"`](?:clawnex\.(?:evt|cmd|dlq|live|changed)\.|_INBOX_)/;
  const protocol = /['"`]\$(?:JS|KV)\./;
  const permission =
    /['"](?:traffic|incidents|posture|infrastructure|policy|audit|operators):(?:read|write|run)['"]/;
  const wrong = sources.filter((file) => {
    if (areaOf(file) === 'proto' || isTest(file) || file.startsWith('test/')) return false;
    const source = readSource(file);
    return (
      subject.test(source) ||
      permission.test(source) ||
      (protocol.test(source) && !file.startsWith('shared/bus/'))
    );
  });
  assert.deepEqual(wrong, []);
});

test('a daemon starts in a main.ts of at most 40 lines', () => {
  const mains = sources.filter((file) => /^services\/[a-z-]+\/src\/main\.ts$/.test(file));
  assert.equal(mains.length, 7);
  for (const file of mains) assert.ok(readSource(file).split('\n').length <= 41, file);
});

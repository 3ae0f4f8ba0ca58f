import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse as parseTomlText } from 'smol-toml';
import { parse as parseYamlText } from 'yaml';
import { joinPointer, type Plain } from '../settings/node.ts';
import { editText } from './edit-text.ts';

const RUNS = Number(process.env['CLAWNEX_EDIT_RUNS'] ?? 100);
const Key = fc.constantFrom('a', 'b', 'tools', 'x-y', 'with space', 'a/b~c', 'é');
const Leaf: fc.Arbitrary<Plain> = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.string({ maxLength: 12 }),
  fc.array(fc.string({ maxLength: 6 }), { maxLength: 3 }),
);
const { tree } = fc.letrec<{ tree: Record<string, Plain>; value: Plain }>((tie) => ({
  tree: fc.dictionary(Key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof({ depthSize: 'small' }, Leaf, tie('tree')),
}));
const Path = fc.array(Key, { minLength: 1, maxLength: 3 });

/** What the edit has to come to: a value that is no object gives way to one. */
function setIn(value: Plain | undefined, [key, ...rest]: readonly string[], after: Plain): Plain {
  if (key === undefined) return after;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries: [string, Plain][] = isObject ? Object.entries(value) : [];
  const inner = entries.find(([name]) => name === key)?.[1];
  return Object.fromEntries([...entries.filter(([name]) => name !== key), [key, setIn(inner, rest, after)]]);
}

describe('editing one value of a text', () => {
  test('sets it in any JSON and leaves everything else as it was', () => {
    fc.assert(
      fc.property(tree, Path, Leaf, fc.constantFrom(0, 1, 2), (value, path, after, indent) => {
        const edited = editText(JSON.stringify(value, null, indent), '/x.json', joinPointer(path), after);
        // A list on the way is the one thing that is not changed into an object.
        if (!edited.ok) return;
        assert.deepEqual(JSON.parse(edited.text), setIn(value, path, after));
      }),
      { numRuns: RUNS },
    );
  });

  test('takes it out of any JSON, and what stays is still strict JSON', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.constantFrom(0, 2), (value, pick, indent) => {
        const keys = Object.keys(value);
        const key = keys[pick % Math.max(1, keys.length)];
        if (key === undefined) return;
        const edited = editText(
          JSON.stringify(value, null, indent),
          '/x.json',
          joinPointer([key]),
          undefined,
        );
        assert.ok(edited.ok);
        const { [key]: _gone, ...rest } = value;
        assert.deepEqual(JSON.parse(edited.text), rest);
      }),
      { numRuns: RUNS },
    );
  });

  test('keeps comments, quotes and order of JSON5', () => {
    const text =
      "// mine\n{\n  // the gateway\n  gateway: { bind: 'lan', /* why */ port: 1, },\n  tools: {},\n}\n";
    const edit = (pointer: string, after: Plain | undefined) => {
      const edited = editText(text, '/x.json', pointer, after);
      return edited.ok ? edited.text : edited.message;
    };
    assert.equal(edit('/gateway/bind', 'loopback'), text.replace("'lan'", '"loopback"'));
    assert.equal(
      edit('/tools/exec/mode', 'ask'),
      text.replace('tools: {}', 'tools: { "exec": {"mode":"ask"} }'),
    );
    assert.equal(edit('/gateway/port', undefined), text.replace('port: 1,', ''));
    assert.equal(
      edit('/session/dmScope', 'x'),
      text.replace('{\n  // the', '{\n  "session": {"dmScope":"x"},\n  // the'),
    );
  });

  test('keeps comments of YAML and TOML, and says what it should', () => {
    const yaml = '# mine\nmodel_list:\n  - name: a # first\n    key: x\ngeneral: {}\n';
    const inYaml = editText(yaml, '/x.yaml', '/model_list/0/key', 'os.environ/X');
    assert.ok(inYaml.ok);
    assert.match(inYaml.text, /^# mine\n.*name: a # first\n/s);
    assert.deepEqual(parseYamlText(inYaml.text), {
      model_list: [{ name: 'a', key: 'os.environ/X' }],
      general: {},
    });
    const toml =
      '# mine\nmode = "open" # why\n\n[servers.a]\nargs = [\n  "-y", # yes\n  "x",\n]\nenv = { K = "v", L = "w" }\n';
    const edits: [string, Plain | undefined, object][] = [
      ['/mode', 'closed', { mode: 'closed', servers: { a: { args: ['-y', 'x'], env: { K: 'v', L: 'w' } } } }],
      ['/servers/a/args', ['x'], { mode: 'open', servers: { a: { args: ['x'], env: { K: 'v', L: 'w' } } } }],
      [
        '/servers/a/env/K',
        undefined,
        { mode: 'open', servers: { a: { args: ['-y', 'x'], env: { L: 'w' } } } },
      ],
      ['/servers/a', undefined, { mode: 'open' }],
      [
        '/policy/inherit',
        'core',
        {
          mode: 'open',
          servers: { a: { args: ['-y', 'x'], env: { K: 'v', L: 'w' } } },
          policy: { inherit: 'core' },
        },
      ],
      ['/top', 1, { mode: 'open', top: 1, servers: { a: { args: ['-y', 'x'], env: { K: 'v', L: 'w' } } } }],
    ];
    for (const [pointer, after, whole] of edits) {
      const edited = editText(toml, '/x.toml', pointer, after);
      assert.ok(edited.ok, pointer);
      assert.deepEqual(JSON.parse(JSON.stringify(parseTomlText(edited.text))), whole, pointer);
      assert.ok(edited.text.startsWith('# mine\n'));
    }
  });

  test('refuses what it cannot do without touching the rest', () => {
    assert.equal(editText('[1, 2]', '/x.json', '/a/b', 1).ok, false);
    assert.equal(editText('{"a": [1]}', '/x.json', '/a/b', 1).ok, false);
    assert.equal(editText('{ cut', '/x.json', '/a', 1).ok, false);
    assert.equal(editText('b = ', '/x.toml', '/a', 1).ok, false);
    assert.equal(editText('{}', '/x.json', '/none', undefined).ok, false);
  });
});

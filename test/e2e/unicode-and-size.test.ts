import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Answer, callProxy } from './client.ts';
import { INJECTION } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { PROTOCOLS } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

const MIB = 1024 ** 2;

let path: Path;
const ask = (protocol: (typeof PROTOCOLS)[number], user: string): Promise<Answer> =>
  callProxy(path.proxy, protocol, { user }, {});

/** Ordinary prose of a length; each line differs, so that nothing in it repeats. */
function prose(length: number): string {
  const lines: string[] = [];
  for (let size = 0, line = 0; size < length; line += 1) {
    const text = `Entry ${line}: the parcel for shelf ${line * 7} was received and signed for at the desk.\n`;
    lines.push(text);
    size += text.length;
  }
  return lines.join('').slice(0, length);
}

describe('odd characters and great sizes', () => {
  before(async () => {
    path = await startPath('block');
    path.provider.answer(() => ({ text: 'Certainly.' }));
  });
  after(() => path?.stop());

  test('emoji, right-to-left text, joiners and rare planes reach the provider as they were written', async () => {
    const text = 'Grüße 👩‍👩‍👧‍👦 🏳️‍🌈 שלום עולם مرحبا नमस्ते 𝒜 𠮷 e\u0301 \u200f(abc)\u200f';
    for (const protocol of PROTOCOLS) {
      const answer = await ask(protocol, text);
      assert.equal(answer.status, 200, answer.body);
      assert.ok(JSON.stringify(path.provider.requests.at(-1)?.body).includes(text), protocol);
    }
  });

  test('half a character is refused or mended, and hides nothing', async () => {
    for (const protocol of PROTOCOLS) {
      const seen = path.provider.requests.length;
      const hostile = await ask(protocol, `\ud83d ${INJECTION} \udc00`);
      assert.ok(hostile.status >= 400, hostile.body);
      assert.equal(path.provider.requests.length, seen, protocol);
      await ask(protocol, 'Just half \ud83d a face');
      assert.equal((await ask(protocol, 'And a whole one 😀')).status, 200);
    }
  });

  test('an attack in disguise is refused', async () => {
    const disguises = {
      'zero-width characters': [...INJECTION].join('\u200b'),
      'full width': INJECTION.replaceAll(/[a-z]/gi, (letter) =>
        String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0),
      ),
      'direction overrides': `\u202d${INJECTION}\u202c`,
      'tag characters': `Hello${[...INJECTION].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')}`,
    };
    for (const [name, text] of Object.entries(disguises)) {
      const seen = path.provider.requests.length;
      for (const protocol of PROTOCOLS) {
        const answer = await ask(protocol, text);
        assert.equal(answer.status, 400, `${name}, ${protocol}: ${answer.body}`);
      }
      assert.equal(path.provider.requests.length, seen, name);
    }
  });

  test('a prompt of 3 MiB passes, and with an attack at its end it is refused', async () => {
    const long = prose(3 * MIB);
    for (const protocol of PROTOCOLS) {
      const answer = await ask(protocol, long);
      assert.equal(answer.status, 200, answer.body);
      const seen = path.provider.requests.length;
      const hostile = await ask(protocol, `${long}\n\n${INJECTION}`);
      assert.equal(hostile.status, 400, hostile.body);
      assert.match(hostile.body, /prompt_blocked/);
      assert.equal(path.provider.requests.length, seen);
    }
  });

  test('a prompt past the limit of the text, or of the body, is refused as too large', async () => {
    const seen = path.provider.requests.length;
    for (const protocol of PROTOCOLS) {
      const answer = await ask(protocol, prose(9 * MIB));
      assert.equal(answer.status, 400, answer.body.slice(0, 300));
      assert.match(answer.body, /clawnex: too_large/);
      const { judgements } = await readEvidence(
        path.suite,
        answer.call_id,
        (one) => one.judgements.length > 0,
      );
      assert.equal(judgements[0]?.reason, 'too_large');
    }
    // LiteLLM posts a prompt twice over: this one is past the limit of a body, which the shield does not read on.
    const answer = await ask('chat', prose(17 * MIB));
    assert.equal(answer.status, 400, answer.body.slice(0, 300));
    assert.match(answer.body, /clawnex: too_large/);
    assert.equal(path.provider.requests.length, seen);
  });
});

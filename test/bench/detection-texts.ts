/** Texts without attacks, made here: the same ones in every run. */
type Kind = 'english' | 'code' | 'trace';
export const KINDS: readonly Kind[] = ['english', 'code', 'trace'];

const NOUNS =
  'garden meeting report river teacher window market letter engine harbour recipe student museum budget summer kitchen committee weather'.split(
    ' ',
  );
const VERBS =
  'describes follows improves reaches explains collects repairs considers welcomes measures delivers remembers'.split(
    ' ',
  );
const ADJECTIVES =
  'quiet early careful northern useful common wooden recent bright narrow regular modern'.split(' ');
const FIELDS = 'user_id total created_at status items page cursor offset title summary owner labels'.split(
  ' ',
);

/** A small linear generator: the bench needs variety, not chance. */
function makePicker(seed: number): (list: readonly string[]) => string {
  let state = seed >>> 0;
  return (list) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return list[(state >>> 8) % list.length] ?? '';
  };
}

const SENTENCES: Record<Kind, (pick: (list: readonly string[]) => string) => string> = {
  english: (pick) =>
    `The ${pick(ADJECTIVES)} ${pick(NOUNS)} ${pick(VERBS)} a ${pick(ADJECTIVES)} ${pick(NOUNS)}, and you should read what the ${pick(NOUNS)} ${pick(VERBS)} before the ${pick(NOUNS)} is open. `,
  code: (pick) =>
    `export async function ${pick(NOUNS)}${pick(FIELDS)}(input: { ${pick(FIELDS)}: string }) {\n  const response = await fetch(\`/api/\${input.${pick(FIELDS)}}?page=2\`);\n  if (!response.ok) throw new Error("${pick(NOUNS)} failed: " + response.status);\n  return response.json(); // ${pick(ADJECTIVES)} ${pick(NOUNS)}\n}\n\n`,
  trace: (pick) =>
    `{"role":"tool","name":"read_file","arguments":{"path":"src/${pick(NOUNS)}/${pick(FIELDS)}.py","start":120},"content":"${pick(FIELDS)} = ${pick(NOUNS)}.get('${pick(FIELDS)}')\\n# ${pick(ADJECTIVES)} ${pick(NOUNS)} ${pick(VERBS)}","exit_code":0,"sha":"9f3c${pick(NOUNS).length}b7"}\n$ git status --short && npm test -- ${pick(NOUNS)}\n`,
};

/** Flat in memory, as a text that came over a socket is. */
export function makeText(kind: Kind, length: number, seed: number): string {
  const pick = makePicker(seed + 1);
  const pieces: string[] = [];
  for (let size = 0; size < length; ) {
    const sentence = SENTENCES[kind](pick);
    pieces.push(sentence);
    size += sentence.length;
  }
  return Buffer.from(pieces.join('').slice(0, length)).toString();
}

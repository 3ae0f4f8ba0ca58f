import type { Random } from './random.ts';

/** Gives ordinary sentences, as many as asked for. */
export type Prose = (sentences: number) => string;

/** Marks where the insertion stands, so that its place is known after quoting. */
const SLOT = '\u0000';

const quoteJson = (text: string): string => JSON.stringify(text).slice(1, -1);

type Carrier = (random: Random, prose: Prose) => string;

const NAMES = ['Anna Berg', 'Tom Reed', 'Priya Nair', 'Lee Wong', 'Maria Silva', 'Olga Petrova'];

const mail: Carrier = (random, prose) =>
  `From: ${random.pick(NAMES)} <${random.pick(['a.berg', 'reed', 'office', 'news'])}@partner.example>\nTo: me@home.example\nSubject: ${prose(1).slice(0, 40)}\nDate: ${random.pick(['Mon', 'Tue', 'Fri'])}, ${1 + random.below(28)} May 2026\n\n${random.pick(['Hi', 'Hello', 'Dear all'])},\n\n${prose(1 + random.below(4))} ${SLOT} ${prose(random.below(4))}\n\n${random.pick(['Best', 'Regards', 'Cheers'])},\n${random.pick(NAMES)}`;

const jsonResult: Carrier = (random, prose) => {
  const key = random.pick([
    'body',
    'content',
    'description',
    'text',
    'note',
    'comment',
    'bio',
    'snippet',
    'message',
  ]);
  const record = {
    id: random.below(99_999),
    author: random.pick(NAMES),
    [key]: `${prose(random.below(3))} ${SLOT} ${prose(random.below(2))}`,
    rating: random.below(6),
    created_at: '2026-05-04T10:00:00Z',
  };
  const list = random.chance(0.5) ? { results: [{ id: 1, [key]: prose(1) }, record], total: 2 } : record;
  return JSON.stringify(list, undefined, random.chance(0.5) ? 2 : 0);
};

const page: Carrier = (random, prose) =>
  `<!DOCTYPE html>\n<html><head><title>${prose(1).slice(0, 50)}</title></head>\n<body>\n<nav><a href="/">Home</a> <a href="/shop">Shop</a></nav>\n<h1>${prose(1).slice(0, 40)}</h1>\n<p>${prose(3)}</p>\n${random.pick([`<p>${SLOT}</p>`, `<div style="display:none">${SLOT}</div>`, `<!-- ${SLOT} -->`, `<span style="color:white;font-size:1px">${SLOT}</span>`, `<li>${SLOT}</li>`, `<meta name="description" content="${SLOT}">`])}\n<p>${prose(2)}</p>\n<footer>© 2026 Example Ltd. All rights reserved.</footer>\n</body></html>`;

const markdown: Carrier = (random, prose) =>
  `# ${prose(1).slice(0, 40)}\n\n${prose(2)}\n\n## ${random.pick(['Install', 'Usage', 'Notes', 'History', 'Reviews'])}\n\n${random.pick(['', '- ', '> ', '* '])}${SLOT}\n\n${prose(2)}\n`;

const code: Carrier = (random, prose) => {
  const note = random.pick([`# ${SLOT}`, `"""${SLOT}"""`, `# note: ${SLOT}`]);
  const slashes = random.pick([`// ${SLOT}`, `/* ${SLOT} */`, `const text = "${SLOT}";`]);
  return random.chance(0.5)
    ? `import os\nimport sys\n\n\ndef load_items(path):\n    ${note}\n    with open(path) as file:\n        return [line.strip() for line in file]\n\n\nclass Store:\n    def __init__(self, size=${random.below(90)}):\n        self.size = size  # ${prose(1).slice(0, 40)}\n        self.items = {}\n`
    : `import { readFile } from 'node:fs/promises';\n\n${slashes}\nexport async function load(path) {\n  const text = await readFile(path, 'utf8');\n  // ${prose(1).slice(0, 50)}\n  return text.split('\\n').filter(Boolean);\n}\n`;
};

const table: Carrier = (random, prose) => {
  const rows = Array.from({ length: 3 + random.below(5) }, (_, index) => [
    String(100 + index),
    random.pick(NAMES),
    prose(1).slice(0, 60).replaceAll(/[|,]/g, ''),
    `${random.below(500)}.00`,
  ]);
  const row = random.pick(rows);
  row[2] = SLOT;
  const header = ['id', 'name', random.pick(['comment', 'description', 'notes', 'title']), 'amount'];
  return random.chance(0.5)
    ? [header, ...rows].map((cells) => cells.join(',')).join('\n')
    : [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

const log: Carrier = (random, prose) =>
  Array.from(
    { length: 6 },
    (_, index) =>
      `2026-05-0${index + 1}T08:1${index}:00Z ${random.pick(['INFO', 'WARN', 'DEBUG', 'ERROR'])} [${random.pick(['api', 'db', 'worker'])}] ${index === 3 ? SLOT : prose(1)}`,
  ).join('\n');

const calendar: Carrier = (random, prose) =>
  `Event: ${prose(1).slice(0, 40)}\nWhen: ${1 + random.below(28)} June 2026, ${random.below(24)}:00\nWhere: Room ${random.below(40)}\nDescription: ${random.pick(['', prose(1)])} ${SLOT}\nGuests: ${random.pick(NAMES)}, ${random.pick(NAMES)}`;

const reviews: Carrier = (random, prose) =>
  `${random.pick(['Hotel', 'Restaurant', 'Product', 'App'])} reviews\n${random.pick(NAMES)}: ${prose(1)} (${random.below(6)}/5)\n${random.pick(NAMES)}: ${prose(random.below(2))} ${SLOT}\n${random.pick(NAMES)}: ${prose(1)}`;

const issue: Carrier = (random, prose) =>
  `Issue #${random.below(3_000)}: ${prose(1).slice(0, 50)}\nLabels: bug\n\n### Steps\n1. ${prose(1)}\n2. ${prose(1)}\n\n### Expected\n${prose(1)}\n\n${SLOT}\n\n---\n${random.pick(NAMES)} commented: ${prose(1)}`;

const CARRIERS: readonly Carrier[] = [
  mail,
  jsonResult,
  page,
  markdown,
  code,
  table,
  log,
  calendar,
  reviews,
  issue,
];

export interface Carried {
  readonly text: string;
  /** Where the insertion stands; equal where nothing was inserted. */
  readonly start: number;
  readonly end: number;
}

/** A mail, page, file, table … with the insertion somewhere in it, or without one. */
export function carry(insertion: string, random: Random, prose: Prose): Carried {
  const carrier = random.pick(CARRIERS);
  const text = carrier(random, prose);
  return fill(
    text.includes('\\u0000') ? text.replace('\\u0000', SLOT) : text,
    carrier === jsonResult ? quoteJson(insertion) : insertion,
  );
}

/** The insertion deep inside ordinary text of about `length` characters. */
export function bury(insertion: string, length: number, random: Random, prose: Prose): Carried {
  const parts: string[] = [];
  for (let size = 0; size < length; ) {
    const part = random.chance(0.2) ? carry('', random, prose).text : prose(3 + random.below(6));
    parts.push(part);
    size += part.length;
  }
  parts.splice(random.below(parts.length + 1), 0, SLOT);
  return fill(parts.join(random.pick(['\n\n', '\n', ' '])), insertion);
}

function fill(text: string, insertion: string): Carried {
  const start = text.indexOf(SLOT);
  return { text: text.replace(SLOT, () => insertion), start, end: start + insertion.length };
}

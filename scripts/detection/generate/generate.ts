import { bury, type Carried, carry } from './carriers.ts';
import { expand, type Grammar, readGrammar } from './grammar.ts';
import { Random } from './random.ts';
import { roughen } from './roughen.ts';

export interface GeneratedText {
  readonly text: string;
  readonly attack: boolean;
  /** What the text was made by: counts as its source. */
  readonly family: string;
  /** Where the attack stands, where the text holds more than it. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

/** Texts per family at full size; languages and carriers by the same measure. */
const ATTACKS_PER_FAMILY = 1_200;
const CARRIED = 3_600;
const BENIGN_PER_FAMILY = 1_200;
const PER_LANGUAGE = { attack: 120, indirect: 45, benign: 90, prose: 60 };
const BURIED = 140;
const BURIED_LENGTHS = { least: 3_000, most: 40_000 };

const TEXTS = [
  'things',
  'attacks',
  'more-attacks',
  'indirect',
  'benign',
  'more-benign',
  'languages',
  'languages-prose',
  'languages-more',
  'variety-attacks',
  'variety-benign',
];
/** Long prompts come in many shapes; texts that quote attacks must not teach that attacks are ordinary. */
const BENIGN_SHARES: ReadonlyMap<string, number> = new Map([
  ['family.prompt_library', 2],
  ['family.security_talk', 0.5],
  ['family.prompt_guide', 0.3],
]);
/** What mostly stands in what tools return. */
const PLANTED_FAMILIES = ['family.indirect', 'family.third_person', 'family.planted_order', 'family.v_order'];
const ATTACK_FAMILY =
  /^family\.v_|override|extraction|hijack|fake_system|jailbreak|indirect|demanding|framing|story|long_persona|planted_order|terse$|third_person/;

export function loadGrammar(): Grammar {
  return readGrammar(...TEXTS.map((name) => new URL(`./texts/${name}.txt`, import.meta.url)));
}

/** Every generated text. The same seed and share give the same texts. */
export function generateTexts(seed: number, share = 1): GeneratedText[] {
  const random = new Random(seed);
  const grammar = loadGrammar();
  const list: GeneratedText[] = [];
  const start = (name: string): string => expand(random.pick(grammar.get(name) ?? []), grammar, random);
  const startAny = (name: string): string =>
    start(grammar.has(`${name}2`) && random.chance(0.5) ? `${name}2` : name);
  const prose = (sentences: number): string =>
    Array.from({ length: sentences }, () => expand('{sentence}', grammar, random)).join(' ');
  const families = [...grammar.keys()].filter((name) => name.startsWith('family.'));
  const attacks = families.filter((name) => ATTACK_FAMILY.test(name));
  const benign = families.filter((name) => !attacks.includes(name));
  const languages = [...grammar.keys()]
    .filter((name) => name.endsWith('.attack'))
    .map((name) => name.slice(0, 2));
  const scaled = (count: number): number => Math.max(1, Math.round(count * share));
  const add = (attack: boolean, family: string, text: string): number =>
    list.push({ text: roughen(text, random), attack, family, span: undefined });
  const addCarried = (attack: boolean, family: string, carried: Carried): number =>
    list.push({
      text: carried.text,
      attack,
      family,
      span: attack ? { start: carried.start, end: carried.end } : undefined,
    });

  for (const name of attacks)
    for (let count = scaled(ATTACKS_PER_FAMILY); count > 0; count--) add(true, name, start(name));
  for (const name of benign)
    for (let count = scaled(BENIGN_PER_FAMILY * (BENIGN_SHARES.get(name) ?? 1)); count > 0; count--)
      add(false, name, start(name));
  for (let count = scaled(CARRIED); count > 0; count--) {
    const attack = start(random.chance(0.65) ? random.pick(PLANTED_FAMILIES) : random.pick(attacks));
    addCarried(true, 'carried.attack', carry(attack, random, prose));
    addCarried(
      false,
      'carried.benign',
      carry(random.chance(0.75) ? start(random.pick(benign)) : '', random, prose),
    );
  }
  for (const code of languages) {
    for (let count = scaled(PER_LANGUAGE.attack); count > 0; count--)
      add(true, 'language.attack', startAny(`${code}.attack`));
    for (let count = scaled(PER_LANGUAGE.indirect); count > 0; count--) {
      const attack = random.chance(0.5) ? start(`${code}.indirect`) : startAny(`${code}.attack`);
      if (random.chance(0.5)) add(true, 'language.indirect', attack);
      else addCarried(true, 'language.indirect', carry(attack, random, prose));
    }
    const ownProse = (): string =>
      Array.from({ length: 1 + random.below(5) }, () =>
        start(`${code}.${random.pick(['prose', 'prose', 'benign'])}`),
      ).join(' ');
    for (let count = scaled(PER_LANGUAGE.prose); count > 0; count--) {
      if (random.chance(0.75)) add(false, 'language.prose', ownProse());
      else addCarried(false, 'language.prose_carried', carry(ownProse(), random, prose));
      if (random.chance(0.4)) {
        const before = `${ownProse()} `;
        const attack = startAny(`${code}.attack`);
        addCarried(true, 'language.planted', {
          text: `${before}${attack} ${ownProse()}`,
          start: before.length,
          end: before.length + attack.length,
        });
      }
    }
    for (let count = scaled(PER_LANGUAGE.benign); count > 0; count--) {
      const text = startAny(`${code}.benign`);
      if (random.chance(0.7)) add(false, 'language.benign', text);
      else addCarried(false, 'language.carried', carry(text, random, prose));
    }
  }
  for (let count = scaled(BURIED); count > 0; count--) {
    const length =
      BURIED_LENGTHS.least + random.below((BURIED_LENGTHS.most - BURIED_LENGTHS.least) * random.next());
    addCarried(true, 'buried.attack', bury(start(random.pick(attacks)), length, random, prose));
    addCarried(false, 'buried.benign', bury(start(random.pick(benign)), length, random, prose));
  }
  return list;
}

/** Attacks to put into other texts. */
export function attackMaker(seed: number): () => string {
  const random = new Random(seed);
  const grammar = loadGrammar();
  const starts = [
    'override',
    'extraction',
    'hijack',
    'fake_system',
    'jailbreak',
    'framing',
    'terse',
    'third_person',
    'planted_order',
    'indirect',
    'indirect',
    'v_order',
    'v_order',
    'v_extraction',
    'v_hijack',
    'v_switch',
    'v_persona',
  ];
  return () => expand(random.pick(grammar.get(`family.${random.pick(starts)}`) ?? []), grammar, random);
}

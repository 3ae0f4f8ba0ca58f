import type { Random } from './random.ts';

/** Share of texts left as the grammar made them. */
const CLEAN = 0.55;

/** Writes the text as people do: other case, no end mark, a slip of the finger. Attack or not, alike. */
export function roughen(text: string, random: Random): string {
  if (random.chance(CLEAN)) return capitalise(text);
  const way = random.below(6);
  if (way === 0) return text.toLowerCase();
  if (way === 1) return text.length < 300 ? text.toUpperCase() : text;
  if (way === 2) return slip(capitalise(text), random);
  if (way === 3)
    return `${capitalise(text).replace(/[.!?]$/, '')}${random.pick(['!', '!!!', '', '...', ' .', '\n'])}`;
  if (way === 4) return text;
  return `${random.pick(['', '\n', '> ', '- ', '"', 'Q: ', '* ', '1. '])}${capitalise(text)}`;
}

function capitalise(text: string): string {
  return text.replaceAll(/(?:^|[.!?] )\p{Ll}/gu, (start) => start.toUpperCase());
}

/** Two letters in the wrong order, or one left out, in one or two words. */
function slip(text: string, random: Random): string {
  const words = text.split(' ');
  for (let count = 1 + random.below(2); count > 0; count--) {
    const index = random.below(words.length);
    const word = words[index] ?? '';
    if (word.length < 5) continue;
    const at = 1 + random.below(word.length - 3);
    words[index] = random.chance(0.5)
      ? word.slice(0, at) + word.slice(at + 1)
      : word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  }
  return words.join(' ');
}

import { readFileSync } from 'node:fs';
import type { Random } from './random.ts';

/** Symbols and what each may become. `{name}` stands for a symbol, `(a|b|)` for one of several; both nest. */
export type Grammar = ReadonlyMap<string, readonly string[]>;

/** Symbols inside symbols: a grammar that runs deeper refers to itself. */
const DEPTH_MAX = 14;

/** Reads `[symbol]` sections with one alternative a line. `#` at the start of a file is a comment, `\n` a line end, `\e` nothing. */
export function readGrammar(...files: readonly URL[]): Grammar {
  const grammar = new Map<string, string[]>();
  for (const file of files) {
    let alternatives: string[] = [];
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '' || line.startsWith('# ')) continue;
      const header = /^\[([a-z][\w.]{0,40})\]$/.exec(line)?.[1];
      if (header === undefined) alternatives.push(line);
      else {
        alternatives = [];
        grammar.set(header, alternatives);
      }
    }
  }
  return grammar;
}

export function expand(template: string, grammar: Grammar, random: Random): string {
  return expandPart(template, grammar, random, 0)
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ([,.!?])/g, '$1')
    .trim();
}

function expandPart(template: string, grammar: Grammar, random: Random, depth: number): string {
  if (depth > DEPTH_MAX) throw new Error(`The grammar runs in a circle at: ${template}`);
  let text = '';
  for (let at = 0; at < template.length; at++) {
    const char = template.charAt(at);
    if (char === '\\') {
      const escaped = template.charAt(++at);
      text += escaped === 'n' ? '\n' : escaped === 'e' ? '' : escaped;
    } else if (char === '{') {
      const end = template.indexOf('}', at);
      const choices = grammar.get(template.slice(at + 1, end));
      if (!choices) throw new Error(`Unknown symbol in: ${template}`);
      text += expandPart(random.pick(choices), grammar, random, depth + 1);
      at = end;
    } else if (char === '(') {
      const end = closing(template, at);
      text += expandPart(random.pick(split(template.slice(at + 1, end))), grammar, random, depth + 1);
      at = end;
    } else text += char;
  }
  return text;
}

function closing(template: string, start: number): number {
  let open = 0;
  for (let at = start; at < template.length; at++) {
    const char = template.charAt(at);
    if (char === '\\') at++;
    else if (char === '(') open++;
    else if (char === ')' && --open === 0) return at;
  }
  throw new Error(`A parenthesis is not closed in: ${template}`);
}

function split(inner: string): string[] {
  const parts: string[] = [];
  let open = 0;
  let start = 0;
  for (let at = 0; at < inner.length; at++) {
    const char = inner.charAt(at);
    if (char === '\\') at++;
    else if (char === '(') open++;
    else if (char === ')') open--;
    else if (char === '|' && open === 0) {
      parts.push(inner.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(inner.slice(start));
  return parts;
}

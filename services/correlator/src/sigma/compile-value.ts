import { compileRegex } from '../regex/compile-regex.ts';
import { cidrTest } from './cidr.ts';
import { TO_BYTES, TRANSFORMATIONS } from './encode-value.ts';
import { type FieldReader, type Fields, fieldReader, textOf } from './fields.ts';
import type { Comparison, Modifiers } from './modifiers.ts';
import { readMoment, TIME_PARTS } from './time-part.ts';
import { parsePattern, patternTest, plainText } from './wildcard.ts';

export type Wanted = string | number | boolean | null;
/** Whether one value of a field is what one wanted value asks for. */
export type ValueTest = (found: unknown, fields: Fields) => boolean;
export type CompiledValue =
  | { ok: true; test: ValueTest; equals?: readonly string[] }
  | { ok: false; message: string };

const COMPARE: Readonly<Record<Comparison, (found: number, wanted: number) => boolean>> = {
  lt: (found, wanted) => found < wanted,
  lte: (found, wanted) => found <= wanted,
  gt: (found, wanted) => found > wanted,
  gte: (found, wanted) => found >= wanted,
};

/** Compiles one wanted value under its field's modifiers. */
export function compileValue(wanted: Wanted, modifiers: Modifiers): CompiledValue {
  switch (modifiers.kind) {
    case 'number':
    case 'time':
      return compileNumber(wanted, modifiers);
    case 're':
      return compileExpression(wanted, modifiers);
    case 'cidr':
      return compileNetwork(wanted);
    case 'fieldref':
      return compileReference(wanted, modifiers);
    case 'exists':
      if (typeof wanted !== 'boolean') return { ok: false, message: 'wants true or false for "exists"' };
      return { ok: true, test: (found) => (found !== undefined) === wanted };
    case 'text':
      return compileText(wanted, modifiers);
  }
}

function compileText(wanted: Wanted, modifiers: Modifiers): CompiledValue {
  if (wanted === null) {
    if (modifiers.placement !== 'whole' || modifiers.transformations.length > 0)
      return { ok: false, message: 'has null, which stands only for "not there" without modifiers' };
    return { ok: true, test: (found) => found === undefined || found === null };
  }
  const { placement, cased, transformations } = modifiers;
  let patterns = [parsePattern(String(wanted))];
  if (transformations.length > 0) {
    const plain = patterns.map((pattern) => plainText(pattern));
    if (plain.includes(null) && transformations.some((name) => name !== 'windash')) {
      return {
        ok: false,
        message: `has a wildcard under "${transformations.join('|')}": a pattern cannot be encoded`,
      };
    }
    if (transformations.every((name) => name === 'windash')) {
      patterns = (TRANSFORMATIONS['windash']?.(String(wanted), false) ?? []).map(parsePattern);
    } else {
      let texts = [plain[0] ?? ''];
      for (const [index, name] of transformations.entries()) {
        const bytes = TO_BYTES.includes(transformations[index - 1] ?? '');
        texts = texts.flatMap((text) => TRANSFORMATIONS[name]?.(text, bytes) ?? []);
      }
      patterns = texts.map((text) => ({ parts: text === '' ? [] : [text] }));
    }
  }
  // What is encoded differs in case by its nature.
  const exact = cased || transformations.some((name) => name.startsWith('base64'));
  const tests = patterns.map((pattern) => patternTest(pattern, placement, exact));
  const [only, ...others] = tests;
  const test: ValueTest =
    only !== undefined && others.length === 0
      ? (found) => {
          const text = typeof found === 'string' ? found : textOf(found);
          return text !== null && only(text);
        }
      : (found) => {
          const text = textOf(found);
          return text !== null && tests.some((each) => each(text));
        };
  const plain = patterns.map((pattern) => plainText(pattern));
  const indexable = placement === 'whole' && !plain.includes(null);
  return indexable
    ? { ok: true, test, equals: plain.map((text) => (text ?? '').toLowerCase()) }
    : { ok: true, test };
}

function compileNumber(wanted: Wanted, modifiers: Modifiers): CompiledValue {
  const limit = typeof wanted === 'boolean' || wanted === null || wanted === '' ? Number.NaN : Number(wanted);
  if (Number.isNaN(limit))
    return { ok: false, message: `has ${JSON.stringify(wanted)} where a number is wanted` };
  const compare =
    modifiers.comparison === null
      ? (found: number, other: number) => found === other
      : COMPARE[modifiers.comparison];
  const part = modifiers.time_part === null ? undefined : TIME_PARTS[modifiers.time_part];
  if (part === undefined) {
    return {
      ok: true,
      test: (found) => {
        if (typeof found === 'number') return compare(found, limit);
        return (
          typeof found === 'string' &&
          found.trim() !== '' &&
          !Number.isNaN(Number(found)) &&
          compare(Number(found), limit)
        );
      },
    };
  }
  return {
    ok: true,
    test: (found) => {
      const moment = readMoment(found);
      return moment !== null && compare(part(new Date(moment)), limit);
    },
  };
}

function compileExpression(wanted: Wanted, modifiers: Modifiers): CompiledValue {
  if (typeof wanted !== 'string') return { ok: false, message: 'wants a text for "re"' };
  const compiled = compileRegex(wanted, modifiers.regex);
  if (!compiled.ok) return { ok: false, message: `has an expression that ${compiled.message}` };
  return {
    ok: true,
    test: (found) => {
      const text = textOf(found);
      return text !== null && compiled.test(text);
    },
  };
}

function compileNetwork(wanted: Wanted): CompiledValue {
  const test = typeof wanted === 'string' ? cidrTest(wanted) : null;
  if (test === null)
    return {
      ok: false,
      message: `has ${JSON.stringify(wanted)}, which is no network: write an address, a slash and a length`,
    };
  return { ok: true, test: (found) => typeof found === 'string' && test(found) };
}

function compileReference(wanted: Wanted, { placement, cased }: Modifiers): CompiledValue {
  if (typeof wanted !== 'string' || wanted === '')
    return { ok: false, message: 'wants another field\'s name for "fieldref"' };
  const other: FieldReader = fieldReader(wanted);
  const fold = (value: unknown) => {
    const text = textOf(value);
    return text === null || cased ? text : text.toLowerCase();
  };
  return {
    ok: true,
    test: (found, fields) => {
      const left = fold(found);
      const rights = other(fields);
      return (Array.isArray(rights) ? rights : [rights]).some((each) => {
        const right = fold(each);
        if (left === null || right === null) return false;
        if (placement === 'contains') return left.includes(right);
        if (placement === 'startswith') return left.startsWith(right);
        return placement === 'endswith' ? left.endsWith(right) : left === right;
      });
    },
  };
}

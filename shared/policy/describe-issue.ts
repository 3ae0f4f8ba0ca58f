import type { z } from 'zod';

/** Where a value is wrong, as `lines[3].action`, and what is wrong with it, without quoting the value. */
export function describeIssue(issue: z.core.$ZodIssue): { where: string; message: string } {
  const where = printPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return {
      where: where === '' ? key.slice(0, 64) : `${where}.${key.slice(0, 64)}`,
      message: 'is not known here',
    };
  }
  if (issue.code === 'invalid_value') return { where, message: `must be one of: ${issue.values.join(', ')}` };
  return { where, message: issue.message };
}

export function printPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path)
    text += typeof part === 'number' ? `[${part}]` : text === '' ? String(part) : `.${String(part)}`;
  return text;
}

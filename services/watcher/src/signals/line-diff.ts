/** Lines of the part that differs that are compared one by one; a longer part is shown as taken out and put in. */
const COMPARED_MAX = 400;
/** Equal lines kept on each side. */
const CONTEXT = 2;

/** What changed between two texts, line by line: `-` taken out, `+` put in, a space for what stayed around it. */
export function diffLines(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end += 1;
  const head = a.slice(Math.max(0, start - CONTEXT), start).map((each) => ` ${each}`);
  const tail = a.slice(a.length - end, a.length - end + CONTEXT).map((each) => ` ${each}`);
  return [...head, ...compare(a.slice(start, a.length - end), b.slice(start, b.length - end)), ...tail].join(
    '\n',
  );
}

/** By the longest common subsequence of lines. */
function compare(a: readonly string[], b: readonly string[]): string[] {
  if (a.length > COMPARED_MAX || b.length > COMPARED_MAX) {
    return [...a.map((each) => `-${each}`), ...b.map((each) => `+${each}`)];
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const same = (common[(i + 1) * width + j + 1] ?? 0) + 1;
      const skipped = Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
      common[i * width + j] = a[i] === b[j] ? same : skipped;
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(` ${a[i]}`);
      i += 1;
      j += 1;
    } else if (
      j >= b.length ||
      (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push(`-${a[i]}`);
      i += 1;
    } else {
      lines.push(`+${b[j]}`);
      j += 1;
    }
  }
  return lines;
}

import type { Severity } from '@clawnex/proto/scan.ts';
import type { Advisory, VersionRange } from './advisory.ts';

const COLUMNS = ['id', 'ghsa', 'severity', 'cvss', 'affected', 'title'] as const;
const SEVERITY: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  MODERATE: 'medium',
  LOW: 'low',
};
/** Package names are 214 characters at most, versions far shorter. */
const RANGE_LENGTH_MAX = 512;

export interface ParsedTable {
  readonly advisories: readonly Advisory[];
  /** Rows without a range of versions (a commit, a word), with their line. */
  readonly left_out: readonly { readonly line: number; readonly id: string; readonly affected: string }[];
}

export function isTable(text: string): boolean {
  return text.split('\n', 1)[0]?.trim() === COLUMNS.join('\t');
}

/** A table of advisories of one package: tab-separated, with the columns above. */
export function parseTable(text: string, ecosystem: string, name: string): ParsedTable {
  const advisories: Advisory[] = [];
  const left_out: { line: number; id: string; affected: string }[] = [];
  for (const [index, row] of text.split(/\r?\n/).slice(1).entries()) {
    if (row.trim() === '') continue;
    const [id = '', ghsa = '', severity = '', , affected = '', title = ''] = row.split('\t');
    const ranges = parseRanges(affected);
    if (ranges === null || id === '') {
      left_out.push({ line: index + 2, id, affected });
      continue;
    }
    advisories.push({
      id,
      aliases: ghsa === '' || ghsa === id ? [] : [ghsa],
      severity: SEVERITY[severity] ?? 'medium',
      title: title.slice(0, 300),
      malicious: false,
      affected: [{ ecosystem, package: name, ranges, versions: [] }],
    });
  }
  return { advisories, left_out };
}

/** `>= 1.2.3 && < 1.2.9 || = 2.0.0`; null for what is no range of versions. */
export function parseRanges(text: string): readonly VersionRange[] | null {
  if (text.trim() === '' || text.length > RANGE_LENGTH_MAX) return null;
  const ranges: VersionRange[] = [];
  for (const alternative of text.split('||')) {
    let range: VersionRange = { introduced: null, fixed: null, last: null };
    for (const bound of alternative.split(/&&|,/)) {
      const [, sign, version] =
        /^\s{0,8}(<=|>=|==|<|=)\s{0,8}v?(\d[\w.+~:-]{0,100})\s{0,8}$/.exec(bound) ?? [];
      if (sign === undefined || version === undefined || !version.includes('.')) return null;
      if (sign === '<') range = { ...range, fixed: version };
      else if (sign === '<=') range = { ...range, last: version };
      else if (sign === '>=') range = { ...range, introduced: version };
      else range = { introduced: version, fixed: null, last: version };
    }
    ranges.push(range);
  }
  return ranges;
}

import type { LynisReport } from '@clawnex/proto/events/host.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** Where Lynis leaves its report when it runs as root. */
const REPORT = '/var/log/lynis-report.dat';
/** Its inventory of packages makes some hundred kilobytes. */
const REPORT_BYTES_MAX = 16 * 1_048_576;
const WARNINGS_MAX = 50;
const SUGGESTIONS_MAX = 100;

/** The last report on the scanned machine. */
export async function readLynisReport(root: RootFolder): Promise<Outcome<LynisReport | null>> {
  const text = await root.readText(REPORT, REPORT_BYTES_MAX);
  return text.ok ? { ok: true, value: parseLynisReport(text.value) } : text;
}

/** `key=value` lines; `key[]=TEST-1234|text|detail|solution|` for lists. Null for a text that is no report of Lynis. */
export function parseLynisReport(text: string): LynisReport | null {
  const values = new Map<string, string>();
  const lists = { warning: new Set<string>(), suggestion: new Set<string>() };
  for (const line of text.split('\n')) {
    const [, name, list, value = ''] = /^(\w{1,60})(\[\])?=(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (list === undefined) values.set(name, value);
    else if (name === 'warning' || name === 'suggestion') lists[name].add(value);
  }
  const version = values.get('lynis_version');
  if (version === undefined) return null;
  const index = Number(values.get('hardening_index'));
  return {
    lynis_version: version.slice(0, 32),
    dated_ms: dateOf(values.get('report_datetime_end') ?? values.get('report_datetime_start')),
    hardening_index: values.has('hardening_index') && index >= 0 && index <= 100 ? Math.round(index) : null,
    tests_done: testsDone(values),
    warnings: [...lists.warning].slice(0, WARNINGS_MAX).map(toEntry),
    suggestions: [...lists.suggestion].slice(0, SUGGESTIONS_MAX).map(toEntry),
  };
}

function toEntry(value: string): { test: string; text: string } {
  const [test = '', text = ''] = value.split('|');
  return { test: test.slice(0, 32), text: text.slice(0, 300) };
}

function testsDone(values: ReadonlyMap<string, string>): number {
  const done = Number(values.get('lynis_tests_done'));
  if (Number.isInteger(done) && done >= 0) return done;
  return (values.get('tests_executed') ?? '').split('|').filter((test) => test !== '').length;
}

/** `2026-11-24 17:45:31`, in the machine's own time, which the report does not name: taken as UTC. */
function dateOf(text: string | undefined): number | null {
  const at = Date.parse(`${text?.trim().replace(' ', 'T')}Z`);
  return Number.isNaN(at) || at < 0 ? null : at;
}

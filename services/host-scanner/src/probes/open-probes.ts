import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { z } from 'zod';
import { once } from '../files/once.ts';
import { isProbeId, PROBES, type ProbeId } from './probe-list.ts';
import { runProgram } from './run-program.ts';

/** Written by the helper that an admin may install: one line of JSON for each probe. */
export const PROBE_REPORT = '/var/lib/clawnex-probe/report.ndjson';
const REPORT_BYTES_MAX = 16 * 1_048_576;
/** The helper runs hourly. Older answers say how the machine was, not how it is. */
const AGE_MAX_MS = 24 * 3_600_000;

const Line = z.object({
  probe: z.string(),
  at_s: z.int().min(0),
  exit: z.int(),
  output_base64: z.base64(),
});

export type Probes = (id: ProbeId) => Promise<Outcome<string>>;

export interface ProbeOptions {
  /** Whether the root is this machine's own, so that its programs may be asked. */
  readonly live: boolean;
  readonly now_ms: number;
  readonly isRoot: boolean;
}

/** Answers come from the helper's report where there is one, else from a program of this machine. */
export function openProbes(root: RootFolder, { live, now_ms, isRoot }: ProbeOptions): Probes {
  const report = once(() => readReport(root, live));
  const answers = new Map<ProbeId, Promise<Outcome<string>>>();
  const ask = async (id: ProbeId): Promise<Outcome<string>> => {
    const { command, root: needsRoot } = PROBES[id];
    const read = await report();
    if (!read.ok && read.code !== 'missing') return read;
    const line = read.ok ? read.value.get(id) : undefined;
    if (line !== undefined && !live) return answerOf(id, line);
    if (line !== undefined && now_ms - line.at_s * 1_000 <= AGE_MAX_MS) return answerOf(id, line);
    if (command !== null && live && (isRoot || !needsRoot)) return await runProgram(command);
    const asked = command === null ? id : command.join(' ');
    if (!live) return refuse('missing', `It takes the answer of "${asked}", and ${PROBE_REPORT} holds none.`);
    if (line !== undefined)
      return refuse('missing', `The probe helper's answer to "${asked}" is older than a day.`);
    return refuse(
      'denied',
      `It takes "${asked}" as root, and the probe helper is not installed (services/host-scanner/probe/README.md).`,
    );
  };
  return (id) => {
    const known = answers.get(id) ?? ask(id);
    answers.set(id, known);
    return known;
  };
}

type ReportLine = z.infer<typeof Line>;

async function readReport(
  root: RootFolder,
  live: boolean,
): Promise<Outcome<ReadonlyMap<ProbeId, ReportLine>>> {
  const info = await root.stat(PROBE_REPORT);
  if (!info.ok) return info;
  // On the machine itself only root's word counts: everyone else could write what they like.
  if (live && (info.value.uid !== 0 || (info.value.mode & 0o022) !== 0))
    return refuse('unreadable', `${PROBE_REPORT} is not root's alone to write; its answers were not used.`);
  const text = await root.readText(PROBE_REPORT, REPORT_BYTES_MAX);
  if (!text.ok) return text;
  const lines = new Map<ProbeId, ReportLine>();
  for (const [index, raw] of text.value.split('\n').entries()) {
    if (raw.trim() === '') continue;
    const line = Line.safeParse(parseJson(raw));
    if (!line.success)
      return refuse('unreadable', `Line ${index + 1} of ${PROBE_REPORT} is not an answer of the helper.`);
    if (isProbeId(line.data.probe)) lines.set(line.data.probe, line.data);
  }
  return { ok: true, value: lines };
}

function answerOf(id: ProbeId, line: ReportLine): Outcome<string> {
  if (line.exit !== 0) return refuse('unreadable', `The helper's "${id}" ended with ${line.exit}.`);
  return { ok: true, value: Buffer.from(line.output_base64, 'base64').toString('utf8') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

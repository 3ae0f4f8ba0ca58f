import type { Finding } from '@clawnex/proto/events/posture.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { TrustCheck } from '../checks/trust-check.ts';
import type { JudgedHit } from '../judge-hits.ts';
import { unknownFirstKeys } from '../openclaw/known-keys.ts';
import type { Scan } from '../scan.ts';

/** Checks of what is not known: values and files that this audit cannot judge. */
const UNKNOWN = 'TA-01';
const UNREAD = 'TA-02';
/** What was left out on purpose: it does not make a run one that could not look. */
export const LEFT_OUT = 'TA-03';
const WHERE: Readonly<Record<TrustCheck['product'], string>> = {
  openclaw: 'There is no OpenClaw state folder (~/.openclaw, ~/.openclaw-*) in this home.',
  'claude-code': 'There is no Claude Code (~/.claude, .claude/settings.json) in this home.',
  codex: 'There is no Codex (.codex/config.toml) in this home.',
  gemini: 'There is no Gemini CLI (.gemini/settings.json) in this home.',
  opencode: 'There is no opencode (opencode.json) in this home.',
  hermes: 'There is no Hermes (~/.hermes) in this home.',
  litellm: 'There is no LiteLLM configuration in this home.',
  mcp: 'No client in this home has MCP servers.',
  files: 'There is nothing of an agent in this home.',
};

/** What did not fail: checks that passed or do not apply, and everything that could not be judged, with the reason. */
export function listRest(
  checks: readonly TrustCheck[],
  scan: Scan | null,
  judged: readonly JudgedHit[],
  host: string,
  problem: string | null,
): Finding[] {
  const failed = new Set(judged.map(({ check }) => check.id));
  const rest = checks
    .filter(({ id }) => !failed.has(id))
    .map((check): Finding => {
      if (scan === null)
        return result(check, host, 'not_evaluated', problem ?? 'The home could not be read.');
      const state = stateOf(check.product, scan);
      if (state === 'absent') return result(check, host, 'not_applicable', WHERE[check.product]);
      if (state === 'unread') return result(check, host, 'not_evaluated', 'The settings could not be read.');
      return result(check, host, 'pass');
    });
  return scan === null ? rest : [...rest, ...listUnknown(scan, host)];
}

function stateOf(product: TrustCheck['product'], scan: Scan): 'there' | 'absent' | 'unread' {
  const files = scan.coding.filter((agent) => agent.product === product).flatMap((agent) => agent.files);
  switch (product) {
    case 'openclaw':
      return scan.openclaw.installed.length > 0
        ? 'there'
        : scan.openclaw.unread.length > 0
          ? 'unread'
          : 'absent';
    case 'mcp':
      return scan.mcp.length > 0 ? 'there' : 'absent';
    case 'litellm':
      return scan.litellm.files.some(({ node }) => node !== null) || scan.litellm.pins.length > 0
        ? 'there'
        : scan.litellm.files.length > 0
          ? 'unread'
          : 'absent';
    case 'files':
      return scan.files.length > 0 || scan.instructions.length > 0 ? 'there' : 'absent';
    default:
      if (files.length === 0)
        return scan.coding.some((agent) => agent.product === product) ? 'there' : 'absent';
      return files.some(({ node }) => node !== null) ? 'there' : 'unread';
  }
}

function result(
  { id, title, why, severity }: TrustCheck,
  host: string,
  outcome: Finding['result'],
  reason?: string,
): Finding {
  return {
    finding_id: contentId(id, host, outcome === 'pass' ? 'all' : outcome),
    check: id,
    title: title.slice(0, 240),
    result: outcome,
    severity,
    subject: 'the home',
    why: why.slice(0, 600),
    evidence: '',
    fix: '',
    ...(reason === undefined ? {} : { reason: reason.slice(0, 600) }),
  };
}

/** Settings whose value or version is not known, files that could not be read. Never a pass. */
function listUnknown(scan: Scan, host: string): Finding[] {
  const list: Finding[] = [];
  const add = (check: string, title: string, subject: string, reason: string) =>
    list.push({
      finding_id: contentId(check, host, subject),
      check,
      title,
      result: 'not_evaluated',
      severity: 'info',
      subject: subject.slice(0, 512),
      why: 'What is not known is said to be unknown, and never counts as safe.',
      evidence: '',
      fix: '',
      reason: reason.slice(0, 600),
    });
  for (const { file, reason } of scan.unread)
    add(UNREAD, 'A settings file could not be read', `~${file}`, reason);
  for (const gap of scan.gaps) add(UNREAD, 'Something could not be looked at', gap.slice(0, 400), gap);
  for (const limit of scan.limits) add(LEFT_OUT, 'Not everything was looked at', limit.slice(0, 400), limit);
  for (const { instance, agents, channels, gateway, root } of scan.openclaw.installed) {
    for (const { place } of unknownFirstKeys(root))
      add(
        LEFT_OUT,
        'A setting is not known',
        `~${place.file}#${place.pointer}`,
        `~${place.file}:${place.line} ${place.pointer} is no setting of a release that is known here: what it does was not judged.`,
      );
    if (!instance.defaultsKnown)
      add(
        UNKNOWN,
        'The release is newer than what this audit knows',
        `~${instance.configFile}#/meta/lastTouchedVersion`,
        `The file was written by OpenClaw ${instance.version}: its defaults and keys are not known here, and settings that are not written were not judged.`,
      );
    const nodes = [
      ...gateway.unknown,
      ...channels.flatMap(({ unknown }) => unknown),
      ...agents.flatMap(({ exec, unknownProfile }) => [
        ...exec.unknown,
        ...(unknownProfile === null ? [] : [unknownProfile]),
      ]),
    ];
    for (const { place } of nodes)
      add(
        UNKNOWN,
        'A setting has a value that is not known',
        `~${place.file}#${place.pointer}`,
        `~${place.file}:${place.line} ${place.pointer} has a value that is not known here: what it opens was not judged.`,
      );
  }
  return [...new Map(list.map((finding) => [finding.finding_id, finding])).values()];
}

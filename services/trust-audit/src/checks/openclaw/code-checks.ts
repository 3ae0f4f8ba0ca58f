import { aimSet, removeAt } from '../../fixes/aim-patch.ts';
import type { Extension } from '../../openclaw/extensions.ts';
import { belowHome, hasPluginList } from '../../openclaw/extensions.ts';
import type { OpenClawFacts } from '../../openclaw/facts.ts';
import { extensionId } from '../../openclaw/graph-ids.ts';
import type { Scan } from '../../scan.ts';
import { at, entriesAt, flagAt, itemsAt, textAt } from '../../settings/node.ts';
import { judgeCommand } from '../../text/remote-command.ts';
import type { Hit, TrustCheck } from '../trust-check.ts';
import { atLeast } from '../weights.ts';
import { eased, hitAt, openclawCheck } from './openclaw-check.ts';

const isTrue = (node: Parameters<typeof flagAt>[0]) => flagAt(node) === true;

export const codeChecks: readonly TrustCheck[] = [
  openclawCheck({
    id: 'OC-21',
    title: 'Plugins load without anyone having chosen them',
    why: 'A plugin runs inside the gateway with everything the gateway has. Without a list, whatever lies in the folder loads.',
    severity: 'high',
    vendor: ['plugins.extensions_no_allowlist', 'plugins.tools_reachable_permissive_policy'],
    references: ['owasp-asi.asi04-2026'],
    more: findUnlisted,
  }),
  openclawCheck({
    id: 'OC-36',
    title: 'Code that agents load does what attackers need',
    why: 'It runs commands, builds code from text, or sends the environment away. It may be harmless; nobody should load it unread.',
    severity: 'critical',
    vendor: ['plugins.code_safety', 'skills.code_safety'],
    references: ['owasp-asi.asi04-2026', 'mitre-atlas.aml.t0011'],
    more: (facts) => [
      ...facts.plugins.flatMap((plugin) => findSigns(facts, 'plugin', plugin)),
      ...facts.skills.flatMap((skill) => findSigns(facts, 'skill', skill)),
    ],
  }),
  openclawCheck({
    id: 'OC-52',
    title: 'Code is loaded from a folder that this audit does not see',
    why: 'A plugin or skill outside the home was not read: nobody looked at what it does.',
    severity: 'medium',
    vendor: [],
    more: findOutside,
  }),
  openclawCheck({
    id: 'OC-22',
    title: 'Skills come in without a check',
    why: 'An uploaded archive, or a skill that the agent wrote itself, is loaded at the next start.',
    severity: 'medium',
    vendor: [],
    rules: [
      {
        keys: ['skills', 'install', 'allowUploadedArchives'],
        isBad: isTrue,
        after: false,
        weigh: eased('medium'),
      },
      {
        keys: ['skills', 'workshop', 'autonomous', 'mode'],
        isBad: (node) => textAt(node) === 'auto',
        after: 'off',
        weigh: eased('medium'),
        title: 'Agents write skills for themselves',
      },
      {
        keys: ['skills', 'workshop', 'approvalPolicy'],
        isBad: (node) => textAt(node) === 'auto',
        after: 'pending',
        weigh: eased('medium'),
        title: 'Skills that agents write are approved by themselves',
      },
      {
        keys: ['skills', 'load', 'allowSymlinkTargets'],
        isBad: (node) => isTrue(node) || itemsAt(node).length > 0,
        after: (node) => (node?.kind === 'array' ? [] : false),
        weigh: eased('medium'),
        title: 'Skills are followed out of their folder',
      },
    ],
  }),
  openclawCheck({
    id: 'OC-44',
    title: 'A scheduled job runs a command',
    why: 'A job with a command runs in a shell, again and again, with no model and no approval in between.',
    severity: 'high',
    vendor: [],
    references: ['mitre-atlas.aml.t0061'],
    more: findJobs,
  }),
];

function findUnlisted(facts: OpenClawFacts): Hit[] {
  if (hasPluginList(facts.root)) return [];
  const loaded = facts.plugins.filter(({ enabled }) => enabled);
  if (loaded.length === 0 && entriesAt(facts.root, 'plugins', 'entries').length === 0) return [];
  if (loaded.length === 0 && itemsAt(facts.root, 'plugins', 'load', 'paths').length === 0) return [];
  const known = entriesAt(facts.root, 'plugins', 'entries')
    .filter(
      ([id, entry]) =>
        flagAt(entry, 'enabled') !== false &&
        !loaded.some((plugin) => plugin.id === id && plugin.signs.length > 0),
    )
    .map(([id]) => id);
  return [
    hitAt(facts, ['plugins', 'allow'], {
      weight: atLeast('medium', ...loaded.map(({ folder }) => extensionId(facts.instance, 'plugin', folder))),
      patches: [aimSet(facts.root, ['plugins', 'allow'], known)],
      say:
        loaded.length === 0
          ? 'plugins.load.paths names folders'
          : `loaded: ${loaded.map(({ id }) => id).join(', ')}`,
      side_effects: 'Only the plugins of the list load; add those that you chose.',
    }),
  ];
}

function findSigns(facts: OpenClawFacts, kind: 'plugin' | 'skill', extension: Extension): Hit[] {
  const [first] = extension.signs;
  const allow = at(facts.root, 'plugins', 'allow');
  const isListed =
    kind === 'skill' ||
    allow === undefined ||
    itemsAt(allow).some((item) => item.kind === 'scalar' && item.value === extension.id);
  if (first === undefined || !extension.enabled || !isListed) return [];
  const keys =
    kind === 'plugin'
      ? ['plugins', 'entries', extension.id, 'enabled']
      : ['skills', 'entries', extension.id, 'enabled'];
  const hit = hitAt(facts, keys, {
    weight: atLeast('high', extensionId(facts.instance, kind, extension.folder)),
    patches: [aimSet(facts.root, keys, false)],
    title: `The ${kind} "${extension.id}" does what attackers need`,
    side_effects: `The ${kind} is not loaded any more.`,
  });
  return [
    {
      ...hit,
      subject: `~${extension.folder}`,
      place: { file: first.file, pointer: '', line: first.line },
      evidence: extension.signs.map(({ rule, file, line }) => `~${file}:${line} ${rule}`).join('; '),
    },
  ];
}

function findOutside(facts: OpenClawFacts, scan: Scan): Hit[] {
  const lists = [
    { keys: ['plugins', 'load', 'paths'], what: 'plugin' },
    { keys: ['skills', 'load', 'extraDirs'], what: 'skill' },
  ];
  return lists.flatMap(({ keys, what }) =>
    itemsAt(facts.root, ...keys).flatMap((item, index) => {
      const path = textAt(item) ?? '';
      const folder = belowHome(scan.home, path);
      const isSeen =
        folder !== null && [...facts.plugins, ...facts.skills].some((each) => each.folder.startsWith(folder));
      if (isSeen) return [];
      return [
        hitAt(facts, [...keys, String(index)], {
          node: item,
          weight: eased(what === 'plugin' ? 'high' : 'medium')(facts),
          patches: [removeAt(item)],
          title: `A ${what} is loaded from a folder that this audit does not see`,
          side_effects: `What lies in ${path} is not loaded any more.`,
          part: path,
        }),
      ];
    }),
  );
}

function findJobs(facts: OpenClawFacts): Hit[] {
  return facts.cron
    .filter(
      ({ enabled, kind, payload }) =>
        enabled && (kind === 'command' || kind === 'script' || judgeCommand(payload) !== null),
    )
    .map((job) => {
      const remote = judgeCommand(job.payload);
      const hit = hitAt(facts, ['cron'], {
        weight: atLeast(remote === null ? 'medium' : 'high', 'resource:memory'),
        patches: [job.stop],
        title: `The scheduled job "${job.name}" runs a ${job.kind === 'agentTurn' ? 'suspicious instruction' : job.kind}`,
        restart: null,
        side_effects: 'The job does not run any more.',
      });
      return {
        ...hit,
        subject: `~${job.place.file}#cron_jobs/${job.id}`,
        place: job.place,
        evidence: `~${job.place.file}:${job.place.line} job ${job.id}, ${job.kind}${remote === null ? '' : `: it ${remote}`}`,
      };
    });
}

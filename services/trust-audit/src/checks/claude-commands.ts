import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { type CodingAgent, codingCapabilityId } from '../coding/coding-agent.ts';
import { removeAt } from '../fixes/aim-patch.ts';
import { at, entriesAt, itemsAt, type Node, textAt } from '../settings/node.ts';
import { judgeCommand } from '../text/remote-command.ts';
import { hitAtNode } from './hit-in-file.ts';
import type { Hit } from './trust-check.ts';
import { atLeast, through } from './weights.ts';

export const RESTART = 'start Claude Code again';
/** Enough of a hash to tell the commands of one file apart. */
const MARK_LENGTH = 12;

/** Commands that Claude Code runs by itself, outside of every permission, and that others control. */
export function findHelpers(root: Node, agent: CodingAgent): Hit[] {
  return commandsOf(root).flatMap(({ node, entry, kind }) => judgeHelper(agent, node, entry, kind));
}

/** Commands that Claude Code runs by itself, with the entry to take away when one is bad. */
function commandsOf(root: Node): { node: Node; entry: Node; kind: string }[] {
  const found: { node: Node; entry: Node; kind: string }[] = [];
  for (const [event, matchers] of entriesAt(root, 'hooks'))
    for (const matcher of itemsAt(matchers))
      for (const hook of itemsAt(matcher, 'hooks')) {
        const command = at(hook, 'command');
        if (command !== undefined) found.push({ node: command, entry: matcher, kind: `the ${event} hook` });
      }
  for (const key of ['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper']) {
    const helper = at(root, key);
    if (helper !== undefined) found.push({ node: helper, entry: helper, kind: `the helper ${key}` });
  }
  const status = at(root, 'statusLine', 'command');
  if (status !== undefined)
    found.push({ node: status, entry: at(root, 'statusLine') ?? status, kind: 'the status line' });
  return found;
}

function judgeHelper(agent: CodingAgent, node: Node, entry: Node, kind: string): Hit[] {
  const text = textAt(node) ?? '';
  const sign = judgeCommand(text);
  const common = {
    part: sha256(text).slice(0, MARK_LENGTH),
    patches: [removeAt(entry)],
    restart: RESTART,
    side_effects: `${kind} does not run any more.`,
  };
  if (sign !== null)
    return [
      hitAtNode(node, {
        ...common,
        weight: through(codingCapabilityId(agent, 'remote-code')),
        title: `${capital(kind)} ${sign}`,
        say: sign,
      }),
    ];
  // A script where the agent may write: it can change what runs outside of its permissions.
  const isScript =
    /^(?:(?:ba|z)?sh\s+|node\s+|python3?\s+)?["']?(?:\.{0,2}\/|~\/|\$HOME\/|\$CLAUDE_PROJECT_DIR|scripts\/)[^\s"';|&]+/.test(
      text,
    ) && !/^\/(?:usr|bin|opt|etc)\//.test(text);
  if (!isScript || kind === 'the status line' || agent.exec.strength < 0.5) return [];
  return [
    hitAtNode(node, {
      ...common,
      weight: atLeast('low', codingCapabilityId(agent, 'exec')),
      title: `${capital(kind)} runs a script that the agent can change`,
    }),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

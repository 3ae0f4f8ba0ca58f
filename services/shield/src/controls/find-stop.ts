import type { Stop } from '@clawnex/proto/controls/stop.ts';
import { fitsPattern } from '@clawnex/shared/policy/match-name.ts';
import type { Subject } from '@clawnex/shared/policy/subject.ts';

/** A block as far as stops look at it. */
export interface StoppableBlock {
  readonly text: string;
  readonly origin: string;
  readonly tool?: string | undefined;
}

/** Tools by which runtimes load a skill by its name. */
const SKILL_TOOLS = new Set(['skill', 'load_skill', 'use_skill', 'read_skill']);

/** The first stop that is about this call, whoever makes it. `claimed` is what the client says of itself: enough to be stopped. */
export function findStop(
  stops: readonly Stop[],
  subject: Subject,
  claimed: { readonly agent?: string | undefined },
  blocks: readonly StoppableBlock[],
): Stop | null {
  return stops.find((stop) => isStopped(stop, subject, claimed, blocks)) ?? null;
}

function isStopped(
  { kind, name }: Stop,
  subject: Subject,
  claimed: { readonly agent?: string | undefined },
  blocks: readonly StoppableBlock[],
): boolean {
  switch (kind) {
    case 'agent':
      return fitsPattern(name, subject.agent) || fitsPattern(name, claimed.agent);
    case 'session':
      return fitsPattern(name, subject.session);
    case 'key':
      return fitsPattern(name, subject.key) || fitsPattern(name, subject.key_hash);
    case 'provider':
      return fitsPattern(name, subject.model) || fitsPattern(`${name}/*`, subject.model);
    case 'tool':
      // Its definition, its calls and its results.
      return blocks.some(({ tool }) => fitsPattern(name, tool));
    case 'skill':
      return blocks.some((block) => usesSkill(block, name.toLowerCase()));
  }
}

/** A skill is loaded by a tool of its own, or by reading its folder. */
function usesSkill({ text, origin, tool }: StoppableBlock, skill: string): boolean {
  if (origin !== 'tool_call') return false;
  const lower = text.toLowerCase();
  if (lower.includes(`skills/${skill}/`) || lower.includes(`skills\\${skill}\\`)) return true;
  // The tool's name and its arguments' names and values, as one text.
  return SKILL_TOOLS.has(tool?.toLowerCase() ?? '') && lower.split(/[\s:/\\]+/).includes(skill);
}

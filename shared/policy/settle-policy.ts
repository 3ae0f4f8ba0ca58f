import type { Mode } from '@clawnex/proto/decision.ts';
import type { Policy, PolicyScope, Profile, ScopeMatch } from '@clawnex/proto/policy.ts';
import type { Lines } from './choose-line.ts';
import { fitsPattern, patternWeight } from './match-name.ts';
import { PROFILE_SETTINGS } from './profiles.ts';
import type { Subject } from './subject.ts';

/** What the policy says for one caller, and where it says so. */
export interface Setting {
  readonly mode: Mode;
  readonly profile: Profile;
  readonly review_score: number;
  readonly block_score: number;
  readonly on_review: 'pass' | 'hold';
  readonly deadline_ms: number;
  readonly on_deadline: 'block' | 'pass';
  /** Lines for a block of a tool (or of none), the ones that count first in front. */
  linesFor(tool: string | undefined): readonly Lines[];
  /** Path of what decided mode, profile and the rest. */
  readonly where: Readonly<Record<'mode' | 'profile' | 'review_score' | 'block_score' | 'on_review', string>>;
}

interface Ranked {
  readonly scope: PolicyScope;
  readonly where: string;
  readonly rank: number;
}

/** What names are worth: a tool or an agent says more about a call than the host it came from. */
const RANKS: Readonly<Record<keyof ScopeMatch, number>> = {
  host: 1,
  route: 3,
  model: 9,
  instance: 27,
  key: 81,
  agent: 243,
  tool: 729,
};

/** Settles a policy for callers. Made once for a policy: callers that the same scopes fit share one setting. */
export class SettledPolicy {
  readonly policy: Policy;
  readonly #ranked: readonly Ranked[];
  readonly #settings = new Map<string, Setting>();

  constructor(policy: Policy) {
    this.policy = policy;
    this.#ranked = policy.scopes
      .map((scope, index) => ({ scope, where: `scopes[${index}]`, rank: rankOf(scope.match) }))
      // Of equally specific ones the later counts.
      .map((item, index) => ({ ...item, index }))
      .sort((a, b) => b.rank - a.rank || b.index - a.index);
  }

  settle(subject: Subject): Setting {
    const fitting = this.#ranked.filter(({ scope }) => fitsCaller(scope.match, subject));
    const key = fitting.map(({ where }) => where).join();
    let setting = this.#settings.get(key);
    if (setting === undefined) {
      setting = makeSetting(this.policy, fitting);
      this.#settings.set(key, setting);
    }
    return setting;
  }
}

function makeSetting(policy: Policy, fitting: readonly Ranked[]): Setting {
  const first = <K extends 'mode' | 'profile' | 'review_score' | 'block_score' | 'on_review'>(name: K) => {
    for (const { scope, where } of fitting) {
      const value = scope[name];
      if (value !== undefined) return { value, where: `${where}.${name}` };
    }
    return { value: policy[name], where: name };
  };
  const profile = first('profile');
  const name = profile.value ?? 'balanced';
  const preset = PROFILE_SETTINGS[name];
  const mode = first('mode');
  const review = first('review_score');
  const block = first('block_score');
  const onReview = first('on_review');
  const byProfile = `profile ${name}`;
  // A profile named by a scope counts against what only the whole policy says.
  const modeOfProfile =
    preset.mode !== undefined && !(mode.where.startsWith('scopes') && profile.where === 'profile');
  const byTool = new Map<string, readonly Lines[]>();
  const linesFor = (tool: string | undefined): readonly Lines[] => {
    const known = byTool.get(tool ?? '');
    if (known !== undefined) return known;
    const lists = fitting
      .filter(({ scope }) => scope.match.tool === undefined || fitsPattern(scope.match.tool, tool))
      .map(({ scope, where }) => ({ where: `${where}.lines`, lines: scope.lines }));
    const all = [
      ...lists,
      { where: 'lines', lines: policy.lines },
      { where: byProfile, lines: preset.lines },
    ];
    if (byTool.size < TOOLS_KEPT) byTool.set(tool ?? '', all);
    return all;
  };
  return {
    mode: modeOfProfile ? (preset.mode ?? policy.mode) : (mode.value ?? policy.mode),
    profile: name,
    review_score: Math.min(review.value ?? policy.review_score, preset.review_score),
    block_score: Math.min(block.value ?? policy.block_score, preset.block_score),
    on_review: onReview.value ?? preset.on_review,
    deadline_ms: policy.deadline_ms,
    on_deadline: policy.on_deadline,
    linesFor,
    where: {
      mode: modeOfProfile ? byProfile : mode.where,
      profile: profile.where,
      review_score: (review.value ?? 100) <= preset.review_score ? review.where : byProfile,
      block_score: (block.value ?? 100) <= preset.block_score ? block.where : byProfile,
      on_review: onReview.value === undefined ? byProfile : onReview.where,
    },
  };
}

/** Names of tools come from callers: past this many the lists are put together anew each time. */
const TOOLS_KEPT = 1_000;

function rankOf(match: ScopeMatch): number {
  let rank = 0;
  for (const name of Object.keys(RANKS)) {
    // Safe: the names are RANKS' own.
    const key = name as keyof ScopeMatch;
    const pattern = match[key];
    if (pattern !== undefined) rank += RANKS[key] * patternWeight(pattern);
  }
  return rank;
}

/** All but the tool, which differs from block to block. */
function fitsCaller(match: ScopeMatch, subject: Subject): boolean {
  return (
    (match.host === undefined || fitsPattern(match.host, subject.host)) &&
    (match.route === undefined || match.route === subject.route) &&
    (match.model === undefined || fitsPattern(match.model, subject.model)) &&
    (match.instance === undefined || fitsPattern(match.instance, subject.instance)) &&
    (match.agent === undefined || fitsPattern(match.agent, subject.agent)) &&
    (match.key === undefined ||
      fitsPattern(match.key, subject.key) ||
      fitsPattern(match.key, subject.key_hash))
  );
}

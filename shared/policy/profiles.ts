import type { Mode } from '@clawnex/proto/decision.ts';
import type { PolicyLine, Profile } from '@clawnex/proto/policy.ts';
import type { Category } from '@clawnex/proto/scan.ts';

/** A whole setting. What a policy says itself comes first; a profile only makes thresholds stricter, never looser. */
export interface ProfileSetting {
  readonly title: string;
  /** Wins over the policy's mode where it is given. */
  readonly mode?: Mode;
  readonly review_score: number;
  readonly block_score: number;
  readonly on_review: 'pass' | 'hold';
  readonly lines: readonly PolicyLine[];
}

const TALK: readonly Category[] = [
  'injection',
  'jailbreak',
  'extraction',
  'delimiter',
  'memory_tampering',
  'tool_abuse',
];

/** A secret in a prompt is the operator's own data on its way to a provider; in an answer it is a leak. No profile allows either. */
const LEAKS: readonly PolicyLine[] = [
  { category: 'secret', severity: 'high', action: 'review' },
  { category: 'secret', severity: 'high', side: 'response', action: 'block' },
  { category: 'output_leak', severity: 'high', side: 'response', action: 'block' },
  { category: 'command', severity: 'critical', origin: 'tool_call', action: 'block' },
  { category: 'command_and_control', severity: 'critical', action: 'block' },
];

export const PROFILE_SETTINGS: Readonly<Record<Profile, ProfileSetting>> = {
  observe: {
    title: 'Observe: everything is judged and recorded, nothing is refused but what an operator stopped',
    mode: 'observe',
    review_score: 40,
    block_score: 75,
    on_review: 'pass',
    lines: LEAKS,
  },
  balanced: {
    title:
      'Balanced: the thresholds decide; leaking secrets and running reverse shells is refused in any case',
    review_score: 40,
    block_score: 75,
    on_review: 'pass',
    lines: LEAKS,
  },
  strict: {
    title: 'Strict: lower thresholds, doubtful calls wait for an operator, secrets go nowhere',
    review_score: 25,
    block_score: 60,
    on_review: 'hold',
    lines: [
      { category: 'secret', severity: 'medium', action: 'block' },
      { category: 'output_leak', severity: 'medium', action: 'block' },
      { category: 'command_and_control', severity: 'high', action: 'block' },
      { category: 'supply_chain', severity: 'medium', action: 'review' },
      { category: 'exfiltration', severity: 'high', origin: 'tool_call', action: 'block' },
      { category: 'command', severity: 'high', origin: 'tool_call', action: 'block' },
      ...TALK.map((category): PolicyLine => ({ category, severity: 'medium', action: 'review' })),
    ],
  },
  data_loss: {
    title: 'Data loss: secrets and personal data are cut out of prompts and never leave in answers',
    review_score: 40,
    block_score: 75,
    on_review: 'hold',
    lines: [
      ...LEAKS.filter(({ category }) => category !== 'secret'),
      { category: 'secret', severity: 'low', action: 'redact' },
      { category: 'pii', severity: 'low', action: 'redact' },
      { category: 'output_leak', severity: 'medium', action: 'block' },
      { category: 'exfiltration', severity: 'medium', action: 'block' },
      { category: 'sensitive_path', severity: 'medium', action: 'review' },
    ],
  },
  high_risk: {
    title: 'High-risk agents: what an agent is about to do is refused at the first serious sign',
    review_score: 30,
    block_score: 60,
    on_review: 'hold',
    lines: [
      ...LEAKS,
      { category: 'secret', severity: 'medium', action: 'block' },
      { category: 'command', severity: 'high', action: 'block' },
      { category: 'command_and_control', severity: 'high', action: 'block' },
      { category: 'exfiltration', severity: 'medium', action: 'block' },
      { category: 'supply_chain', severity: 'medium', origin: 'tool_call', action: 'block' },
      { category: 'sensitive_path', severity: 'medium', origin: 'tool_call', action: 'block' },
      { category: 'sensitive_path', severity: 'medium', action: 'review' },
      ...TALK.map((category): PolicyLine => ({ category, severity: 'high', action: 'block' })),
    ],
  },
};

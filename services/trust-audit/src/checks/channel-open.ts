import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import { subjectOf } from '../openclaw/judgement.ts';
import { forEachInstance, toResult } from './each-instance.ts';

export const channelOpen: Check<TrustFacts> = {
  id: 'openclaw-channel-open',
  title: 'Strangers can talk to the agents through a channel',
  why: 'Whoever writes to the bot becomes a source of instructions. With tools behind it, a message from a stranger can become an action.',
  severity: 'high',
  reads: ['channels.*.dmPolicy', 'channels.*.groupPolicy', 'channels.*.allowFrom', 'channels.*.accounts'],
  platforms: ['linux', 'darwin'],
  fix: 'Set dmPolicy to "pairing" and groupPolicy to "allowlist", and remove "*" from allowFrom and groupAllowFrom.',
  references: [
    'owasp-asi.asi01-2026',
    'owasp-llm.llm01-2025',
    'openclaw.security.exposure.open_channels_with_exec',
  ],
  async evaluate(facts) {
    return forEachInstance(facts, ['channels'], (judged): CheckResult[] => {
      const { channels, commandsRunFreely } = judged.reach;
      if (channels.length > 0)
        return channels.map((judgement) =>
          toResult(judged, judgement, commandsRunFreely ? 'critical' : 'high'),
        );
      const subject = subjectOf(judged.instance, ['channels']);
      return [{ result: 'not_applicable', subject, evidence: '', reason: 'No channel is set up.' }];
    });
  },
};

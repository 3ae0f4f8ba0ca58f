import type { Check } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import { judgeProviders } from '../openclaw/provider-route.ts';
import { forEachInstance, toResult } from './each-instance.ts';

export const providerAroundShield: Check<TrustFacts> = {
  id: 'openclaw-provider-around-shield',
  title: 'Model calls can go around the shield',
  why: 'The shield judges what passes through the LiteLLM proxy. A provider, a fall-back model or a built-in provider that is called directly is neither judged nor recorded.',
  severity: 'high',
  reads: [
    'models.mode',
    'models.providers.*.baseUrl',
    'agents.*.model',
    'agents.*.utilityModel',
    'agents.*.decisionModel',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'Set models.mode to "replace", the baseUrl of every provider to the LiteLLM proxy, and use only models of these providers.',
  references: ['owasp-asi.asi02-2026', 'nist-ai-rmf.measure-2.4'],
  async evaluate(facts) {
    return forEachInstance(facts, ['models', 'providers'], (judged) =>
      judgeProviders(judged.instance, judged.node, facts.proxies).map((judgement) =>
        // The mode alone opens a way only where the environment holds a key.
        toResult(judged, judgement, judgement.keys.at(-1) === 'mode' ? 'medium' : 'high'),
      ),
    );
  },
};

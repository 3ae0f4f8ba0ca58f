import type { Check } from '@clawnex/shared/posture/check.ts';
import type { TrustFacts } from '../facts.ts';
import { forEachInstance, toResult } from './each-instance.ts';

export const execWithoutApproval: Check<TrustFacts> = {
  id: 'openclaw-exec-without-approval',
  title: 'Agents run commands on the host that nobody approves',
  why: 'One injected instruction in a web page or a message is enough to run any command as the gateway’s user. This is the default of OpenClaw where nothing is set.',
  severity: 'high',
  reads: [
    'tools.exec',
    'tools.profile',
    'tools.allow',
    'tools.deny',
    'agents.*.tools',
    'agents.*.sandbox',
    'exec-approvals.json',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'Set tools.exec.mode to "ask" or "allowlist" (releases before 2026.9: tools.exec.security "allowlist" and tools.exec.ask "on-miss"), or agents.defaults.sandbox.mode to "all".',
  references: [
    'owasp-asi.asi05-2026',
    'owasp-llm.llm06-2025',
    'openclaw.tools.exec.security_full_configured',
  ],
  async evaluate(facts) {
    return forEachInstance(facts, ['tools', 'exec'], (judged) => {
      const { strangersTalk, gatewayIsOpen, auth } = judged.reach;
      const reachable = strangersTalk || (gatewayIsOpen && auth.state === 'weak');
      return judged.reach.exec.map((judgement) =>
        toResult(judged, judgement, reachable ? 'critical' : 'high'),
      );
    });
  },
};

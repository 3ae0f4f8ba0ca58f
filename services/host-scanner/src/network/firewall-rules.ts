import { expand } from '@clawnex/shared/posture/expand.ts';
import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { HostFacts } from '../facts.ts';

const FILES = [
  '/etc/nftables.conf',
  '/etc/nftables/*.nft',
  '/etc/iptables/rules.v4',
  '/etc/sysconfig/iptables',
  '/etc/ufw/before.rules',
  '/etc/ufw/user.rules',
];
const FILE_BYTES_MAX = 4 * 1_048_576;

export interface FirewallRules {
  readonly text: string;
  readonly from: string;
  /** Whether it is what the kernel does now, not just what is loaded at boot. */
  readonly isRunning: boolean;
}

/** The rules of the kernel where they may be read (as root, or by the helper), else those that are loaded at boot. */
export async function readFirewallRules(facts: HostFacts): Promise<Outcome<FirewallRules>> {
  const reasons: string[] = [];
  for (const id of ['nft', 'iptables'] as const) {
    const answer = await facts.probe(id);
    if (answer.ok && answer.value.trim() !== '')
      return { ok: true, value: { text: answer.value, from: id, isRunning: true } };
    reasons.push(answer.ok ? `${id} holds no rule.` : answer.message);
  }
  const texts: string[] = [];
  const names: string[] = [];
  for (const pattern of FILES)
    for (const path of (await expand(facts.root, pattern)).paths) {
      const text = await facts.root.readText(path, FILE_BYTES_MAX);
      if (!text.ok) continue;
      texts.push(text.value);
      names.push(path);
    }
  if (texts.length > 0)
    return { ok: true, value: { text: texts.join('\n'), from: names.join(', '), isRunning: false } };
  return refuse(
    'missing',
    `No file of firewall rules can be read, and the kernel's own need root. ${reasons[0] ?? ''}`,
  );
}

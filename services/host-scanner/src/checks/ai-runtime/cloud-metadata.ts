import type { HostFacts } from '../../facts.ts';
import { readFirewallRules } from '../../network/firewall-rules.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const ADDRESS = '169.254.169.254';
const VENDOR_FILES = [
  '/sys/class/dmi/id/sys_vendor',
  '/sys/class/dmi/id/product_name',
  '/sys/class/dmi/id/bios_vendor',
];
const CLOUD =
  /amazon|ec2|google|microsoft corporation|digitalocean|hetzner|openstack|alibaba|oracle|scaleway|linode|vultr|upcloud/i;
const VALUE_BYTES_MAX = 4_096;

export const cloudMetadata: HostCheck = {
  id: 'AI-30',
  category: 'ai_runtime',
  title: 'Agents can reach the cloud’s metadata service',
  why: 'One forged request from an agent’s tool fetches the machine’s own cloud credentials.',
  severity: 'high',
  reads: [...VENDOR_FILES, '/etc/nftables.conf', '/etc/iptables/rules.v4', 'nft list ruleset (as root)'],
  platforms: ['linux'],
  fix: 'nft add rule inet filter output meta skuid <agent> ip daddr 169.254.169.254 drop; and ask for IMDSv2 with a hop limit of 1.',
  references: ['attack.t1552.005', 'owasp-asi.asi03-2026', 'nist-800-53.sc-7'],
  async evaluate(facts) {
    const vendor = await readVendor(facts);
    if (vendor === null)
      return [
        notEvaluated('cloud', `None of ${VENDOR_FILES.join(', ')} says on what kind of machine this is.`),
      ];
    if (!CLOUD.test(vendor)) return [notApplicable('cloud', `This is no machine of a cloud (${vendor}).`)];
    const rules = await readFirewallRules(facts);
    if (!rules.ok) return [notEvaluated(`${ADDRESS} on ${vendor}`, rules.message)];
    const drop = rules.value.text
      .split('\n')
      .find((line) => line.includes(ADDRESS) && /\b(?:drop|reject|DROP|REJECT)\b/.test(line));
    if (drop !== undefined) return [pass(`${ADDRESS} on ${vendor}`, drop.trim().slice(0, 200))];
    return [
      fail(
        `${ADDRESS} on ${vendor}`,
        `No rule in ${rules.value.from} keeps anyone from ${ADDRESS}. It was not tried.`,
      ),
    ];
  },
};

async function readVendor({ root }: HostFacts): Promise<string | null> {
  const words: string[] = [];
  for (const path of VENDOR_FILES) {
    const text = await root.readText(path, VALUE_BYTES_MAX);
    if (text.ok && text.value.trim() !== '') words.push(text.value.trim());
  }
  return words.length === 0 ? null : words.join(' ');
}

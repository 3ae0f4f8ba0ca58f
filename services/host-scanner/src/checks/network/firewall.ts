import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import { readFirewallRules } from '../../network/firewall-rules.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const NETWORK = { category: 'network', platforms: ['linux'] } as const;
const UFW = '/etc/ufw/ufw.conf';
const FILE_BYTES_MAX = 65_536;
/** A chain or policy that refuses what no rule allows. */
const DEFAULT_DENY =
  /hook input[^}]{0,300}policy drop|policy\s{1,4}drop|^:INPUT DROP|-P INPUT (?:DROP|REJECT)|-A INPUT -j (?:DROP|REJECT)|-A ufw-(?:reject|skip-to-policy)-input/m;

export const firewall: HostCheck = {
  ...NETWORK,
  id: 'HN-01',
  title: 'No firewall refuses what nobody asked for',
  why: 'The next program that binds to every address is reachable the moment it starts.',
  severity: 'high',
  exposes: true,
  platforms: ['linux', 'darwin'],
  reads: [
    'nft list ruleset, iptables-save (as root)',
    UFW,
    '/etc/nftables.conf',
    '/etc/iptables/rules.v4',
    'socketfilterfw --getglobalstate',
  ],
  fix: 'apt-get install ufw && ufw default deny incoming && ufw allow OpenSSH && ufw enable',
  references: ['cis-debian12.4.1.1', 'nist-800-53.sc-7'],
  async evaluate(facts) {
    if (facts.platform === 'darwin') return await judgeMac(facts);
    const ufw = await facts.root.readText(UFW, FILE_BYTES_MAX);
    if (ufw.ok && /^\s*ENABLED\s*=\s*yes/im.test(ufw.value))
      return [pass('firewall', `${UFW}: ENABLED=yes.`)];
    const rules = await readFirewallRules(facts);
    if (rules.ok && DEFAULT_DENY.test(rules.value.text))
      return [pass('firewall', `Rules of ${rules.value.from} refuse by default.`)];
    if (ufw.ok && /^\s*ENABLED\s*=\s*no/im.test(ufw.value) && !(rules.ok && rules.value.isRunning))
      return [fail('firewall', `${UFW}: ENABLED=no, and no other rules refuse by default.`)];
    if (rules.ok) return [fail('firewall', `Rules of ${rules.value.from} refuse nothing by default.`)];
    const firewalld = await facts.root.stat('/etc/firewalld/firewalld.conf');
    if (firewalld.ok)
      return [notEvaluated('firewall', 'firewalld is installed; whether it runs is not in its files.')];
    const nft = await facts.probe('nft');
    const iptables = await facts.probe('iptables');
    if (nft.ok && iptables.ok) return [fail('firewall', 'The kernel holds no rule of nftables or iptables.')];
    return [notEvaluated('firewall', rules.message)];
  },
};

async function judgeMac(facts: HostFacts): Promise<CheckResult[]> {
  const answer = await facts.probe('firewall');
  if (!answer.ok) return [notEvaluated('application firewall', answer.message)];
  const shown = answer.value.trim().slice(0, 120);
  return [
    /enabled|state = [12]/i.test(shown)
      ? pass('application firewall', shown)
      : fail('application firewall', shown, {
          fix: 'sudo /usr/libexec/ApplicationFirewall/socketfilterfw --setglobalstate on',
        }),
  ];
}

export const openPorts: HostCheck = {
  ...NETWORK,
  id: 'HN-02',
  title: 'A port is open that nobody approved',
  why: 'What listens is what can be attacked. A list of what should be open makes every new one visible.',
  severity: 'medium',
  platforms: ['linux', 'darwin'],
  reads: ['/proc/net/tcp', '/proc/net/tcp6', '<ClawNex home>/host-baseline.json'],
  fix: 'Stop the program, bind it to 127.0.0.1, or approve the port: clawnex host approve',
  references: ['cis-debian12.2.1.22', 'nist-800-53.cm-7'],
  async evaluate(facts) {
    if (!facts.listeners.ok) return [notEvaluated('open ports', facts.listeners.message)];
    const open = facts.listeners.value.filter(({ beyondLoopback }) => beyondLoopback);
    if (open.length === 0) return [pass('open ports', 'No TCP port is open beyond loopback.')];
    const ports = [...new Set(open.map(({ port }) => port))].sort((a, b) => a - b);
    const baseline = await facts.baseline();
    if (!baseline.ok)
      return [
        notEvaluated('open ports', `${ports.join(', ')} are open beyond loopback. ${baseline.message}`),
      ];
    const extra = ports.filter((port) => !baseline.value.open_ports.includes(port));
    if (extra.length === 0)
      return [pass('open ports', `${ports.join(', ')} are open beyond loopback, as approved.`)];
    return extra.map((port) =>
      fail(
        `TCP port ${port}`,
        `Open beyond loopback, and not among those that were approved (${baseline.value.open_ports.join(', ') || 'none'}).`,
      ),
    );
  },
};

export const dockerAroundFirewall: HostCheck = {
  ...NETWORK,
  id: 'HN-03',
  title: 'Published ports of containers go around the firewall',
  why: 'Docker writes its own rules in front of those of ufw: a published port is open although ufw says it is not.',
  severity: 'high',
  exposes: true,
  reads: ['nft list ruleset, iptables-save (as root)', '/etc/iptables/rules.v4'],
  fix: 'Publish to loopback (-p 127.0.0.1:8080:80), or add rules to the chain DOCKER-USER: iptables -I DOCKER-USER -i eth0 -j DROP',
  references: ['cis-docker.2.3', 'nist-800-53.sc-7'],
  async evaluate(facts) {
    const engine =
      (await facts.root.stat('/usr/bin/dockerd')).ok || (await facts.root.stat('/etc/docker')).ok;
    if (!engine) return [notApplicable('container engine', 'Docker is not installed.')];
    const rules = await readFirewallRules(facts);
    if (!rules.ok) return [notEvaluated('DOCKER-USER', rules.message)];
    const { text, from, isRunning } = rules.value;
    const published = text
      .split('\n')
      .filter((line) => /\bDNAT\b|\bdnat (?:ip )?to\b/.test(line) && !/127\.0\.0\.1/.test(line));
    if (!isRunning)
      return [
        notEvaluated(
          'DOCKER-USER',
          `Docker's rules are in the kernel only, and ${from} holds those of the next boot.`,
        ),
      ];
    if (published.length === 0)
      return [pass('DOCKER-USER', 'No port of a container is published beyond loopback.')];
    const isGuarded = /DOCKER-USER[^\n]{0,200}(?:DROP|REJECT|drop|reject)/.test(text);
    return [
      isGuarded
        ? pass('DOCKER-USER', 'The chain DOCKER-USER refuses traffic.')
        : fail(
            'DOCKER-USER',
            `${published.length} ports of containers are published, and the chain DOCKER-USER refuses nothing.`,
          ),
    ];
  },
};

export const agentEgress: HostCheck = {
  ...NETWORK,
  id: 'HN-08',
  title: 'Agents may connect to anywhere',
  why: 'An allow-list for the agent’s user stops most ways out for stolen data, whatever the agent was talked into.',
  severity: 'medium',
  reads: ['nft list ruleset, iptables-save (as root)', '/etc/nftables.conf', '/etc/iptables/rules.v4'],
  fix: 'nft add rule inet filter output meta skuid <agent> ip daddr != 127.0.0.1 drop, and give it the proxy on loopback',
  references: ['nist-800-53.sc-7', 'owasp-asi.asi02-2026', 'attack.t1048'],
  async evaluate(facts) {
    if (facts.homes.agents.length === 0)
      return [notApplicable('agents', 'No home has a folder of an agent runtime.')];
    const rules = await readFirewallRules(facts);
    if (!rules.ok) return [notEvaluated('rules for agents', rules.message)];
    const rule = rules.value.text
      .split('\n')
      .find((line) => /\bskuid\b|--uid-owner/.test(line) && /\b(?:drop|reject)\b/i.test(line));
    if (rule !== undefined) return [pass('rules for agents', rule.trim().slice(0, 200))];
    return [fail('rules for agents', `No rule in ${rules.value.from} limits connections by user.`)];
  },
};

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const NETWORK = { category: 'network' } as const;
const PACKAGES = new Set([
  'telnetd',
  'inetutils-telnetd',
  'telnetd-ssl',
  'rsh-server',
  'rsh-redone-server',
  'nis',
  'ypserv',
  'tftpd',
  'tftpd-hpa',
  'atftpd',
  'vsftpd',
  'proftpd-basic',
  'proftpd-core',
  'pure-ftpd',
  'ftpd',
  'xinetd',
  'openbsd-inetd',
  'snmpd',
  'rpcbind',
]);
const PORTS: Readonly<Record<number, string>> = {
  21: 'FTP',
  23: 'telnet',
  111: 'rpcbind',
  512: 'rexec',
  513: 'rlogin',
  514: 'rsh',
};

export const legacyServices: HostCheck = {
  ...NETWORK,
  id: 'HN-05',
  title: 'A service of the time before encryption is installed or listens',
  why: 'telnet, FTP, rsh, TFTP and SNMP v1/v2 send passwords in clear or ask for none.',
  severity: 'high',
  exposes: true,
  platforms: ['linux'],
  reads: ['/var/lib/dpkg/status', '/proc/net/tcp', '/proc/net/tcp6'],
  fix: 'apt-get purge <package>',
  references: ['cis-debian12.2.1', 'nist-800-53.cm-7'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    const { debian } = await facts.inventory();
    if (debian.ok)
      for (const { name, version } of debian.value.filter((entry) => PACKAGES.has(entry.name)))
        results.push(
          fail(`package ${name}`, `${name} ${version} is installed.`, {
            fix: `apt-get purge ${name}`,
            severity: name === 'rpcbind' || name === 'snmpd' ? 'medium' : 'high',
          }),
        );
    if (facts.listeners.ok)
      for (const { port, address, beyondLoopback } of facts.listeners.value)
        if (PORTS[port] !== undefined && beyondLoopback)
          results.push(fail(`TCP port ${port} (${PORTS[port]})`, `Listens on ${address}.`));
    if (results.length > 0) return results;
    const unseen = [
      ...(debian.ok ? [] : [debian.message]),
      ...(facts.listeners.ok ? [] : [facts.listeners.message]),
    ];
    if (unseen.length > 0) return [notEvaluated('legacy services', unseen.join(' '))];
    return [pass('legacy services', 'None is installed and none listens.')];
  },
};

const SHARING: readonly (readonly [label: string, name: string])[] = [
  ['com.openssh.sshd', 'Remote Login'],
  ['com.apple.screensharing', 'Screen Sharing'],
  ['com.apple.RemoteDesktop.agent', 'Remote Management'],
  ['com.apple.smbd', 'File Sharing'],
];

export const sharingServices: HostCheck = {
  ...NETWORK,
  id: 'HN-06',
  title: 'The Mac shares its screen, files or a login',
  why: 'Each sharing service is a way in that someone may have switched on for a day.',
  severity: 'medium',
  platforms: ['darwin'],
  reads: ['launchctl print-disabled system'],
  fix: 'sudo launchctl disable system/<label>; sudo launchctl bootout system/<label>',
  references: ['cis-macos.2.3.3', 'nist-800-53.cm-7'],
  async evaluate(facts) {
    const answer = await facts.probe('services');
    if (!answer.ok) return [notEvaluated('sharing services', answer.message)];
    return SHARING.map(([label, name]) => {
      const state = new RegExp(`"${label.replaceAll('.', '\\.')}" => (\\w{1,10})`).exec(answer.value)?.[1];
      if (state === undefined || state === 'true' || state === 'disabled')
        return pass(name, `${label}: off.`);
      return fail(name, `${label}: on.`, { fix: `sudo launchctl disable system/${label}` });
    });
  },
};

const RESOLV = '/etc/resolv.conf';
const LOCAL_RESOLVERS = /^(?:127\.|::1$|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd])/i;

export const resolver: HostCheck = {
  ...NETWORK,
  id: 'HN-07',
  title: 'Names are looked up at a resolver beyond the own network, unencrypted',
  why: 'Whoever answers the lookups of agents knows where they connect, and can send them elsewhere.',
  severity: 'info',
  platforms: ['linux', 'darwin'],
  reads: [RESOLV, '/etc/systemd/resolved.conf'],
  fix: 'In /etc/systemd/resolved.conf set DNSOverTLS=yes and DNSSEC=allow-downgrade; systemctl restart systemd-resolved',
  references: ['nist-800-53.sc-20'],
  async evaluate({ root }) {
    const text = await root.readText(RESOLV, 65_536);
    if (!text.ok)
      return text.code === 'missing'
        ? [notApplicable(RESOLV, text.message)]
        : [notEvaluated(RESOLV, text.message)];
    const servers = [...text.value.matchAll(/^\s*nameserver\s+(\S{1,60})/gm)].map((match) => match[1] ?? '');
    const far = servers.filter((server) => !LOCAL_RESOLVERS.test(server));
    const resolved = await root.readText('/etc/systemd/resolved.conf', 65_536);
    const encrypts = resolved.ok && /^\s*DNSOverTLS\s*=\s*(?:yes|opportunistic)/im.test(resolved.value);
    if (servers.length === 0) return [notApplicable(RESOLV, 'It names no server.')];
    return far.length > 0 && !encrypts
      ? [fail(RESOLV, `Names are asked of ${far.join(', ')}, unencrypted.`)]
      : [pass(RESOLV, `Names are asked of ${servers.join(', ')}.`)];
  },
};

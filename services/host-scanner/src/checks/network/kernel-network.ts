import type { HostCheck } from '../host-check.ts';
import { judgeSettings } from '../kernel/judge-settings.ts';

export const kernelNetwork: HostCheck = {
  id: 'HN-04',
  category: 'network',
  title: 'The kernel forwards packets or believes redirects',
  why: 'A host that is no router should not act as one, nor change its routes because a stranger says so.',
  severity: 'low',
  platforms: ['linux'],
  reads: ['/proc/sys/net/ipv4', '/proc/sys/net/ipv6', 'sysctl.d files where /proc is not there'],
  fix: 'Write the wanted lines to /etc/sysctl.d/60-network.conf, then: sysctl --system',
  references: [
    'cis-debian12.3.3.1',
    'cis-debian12.3.3.5',
    'cis-debian12.3.3.7',
    'cis-debian12.3.3.10',
    'nist-800-53.sc-5',
  ],
  async evaluate(facts) {
    // Containers need forwarding.
    const hasEngine =
      (await facts.root.stat('/usr/bin/dockerd')).ok || (await facts.root.stat('/usr/bin/podman')).ok;
    return await judgeSettings(facts, [
      ...(hasEngine ? [] : [{ key: 'net.ipv4.ip_forward', wanted: '0' }]),
      { key: 'net.ipv4.conf.all.accept_redirects', wanted: '0' },
      { key: 'net.ipv6.conf.all.accept_redirects', wanted: '0', optional: true },
      { key: 'net.ipv4.conf.all.send_redirects', wanted: '0' },
      { key: 'net.ipv4.conf.all.accept_source_route', wanted: '0' },
      { key: 'net.ipv4.conf.all.rp_filter', wanted: '1', also: ['2'] },
      { key: 'net.ipv4.tcp_syncookies', wanted: '1', also: ['2'] },
    ]);
  },
};

import { testCases } from '../../testing/cases.ts';
import { dpkg, MAC, NOW_MS, probed, processes, tcp } from '../../testing/machine.ts';

const SYSCTL =
  'net.ipv4.ip_forward = 0\nnet.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.conf.all.send_redirects = 0\nnet.ipv4.conf.all.accept_source_route = 0\nnet.ipv4.conf.all.rp_filter = 1\nnet.ipv4.tcp_syncookies = 1\n';
const approved = JSON.stringify({
  approved_at_ms: NOW_MS,
  boot_files: {},
  startup_files: {},
  open_ports: [22],
});

testCases({
  'HN-01': {
    pass: { 'etc/ufw/ufw.conf': 'ENABLED=yes\n' },
    fail: { 'etc/ufw/ufw.conf': 'ENABLED=no\n' },
    not_evaluated: {},
  },
  'HN-02': {
    pass: { 'proc/net/tcp': tcp([22]), 'var/lib/clawnex/host-baseline.json': approved },
    fail: { 'proc/net/tcp': tcp([22], [9000]), 'var/lib/clawnex/host-baseline.json': approved },
    not_evaluated: { 'proc/net/tcp': tcp([22]) },
  },
  'HN-03': {
    pass: {
      'usr/bin/dockerd': '',
      ...probed('nft', 'chain DOCKER-USER { drop }\ndnat to 172.17.0.2:80\nDOCKER-USER DROP'),
    },
    fail: { 'usr/bin/dockerd': '', ...probed('nft', 'tcp dport 8080 dnat to 172.17.0.2:80\n') },
    not_applicable: {},
    not_evaluated: { 'usr/bin/dockerd': '' },
  },
  'HN-04': {
    pass: { 'etc/sysctl.d/60-network.conf': SYSCTL },
    fail: { 'etc/sysctl.d/60-network.conf': SYSCTL, 'proc/sys/net/ipv4/ip_forward': '1\n' },
    not_evaluated: {},
  },
  'HN-05': {
    pass: { ...dpkg(['bash', '5.2']), 'proc/net/tcp': tcp([23, 'loopback']) },
    fail: { ...dpkg(['telnetd', '0.17']), 'proc/net/tcp': tcp() },
    not_evaluated: { 'proc/net/tcp': tcp() },
  },
  'HN-06': {
    base: MAC,
    pass: probed('services', '"com.apple.screensharing" => disabled\n'),
    fail: probed('services', '"com.apple.screensharing" => enabled\n'),
    not_evaluated: {},
  },
  'HN-07': {
    pass: { 'etc/resolv.conf': 'nameserver 127.0.0.53\n' },
    fail: { 'etc/resolv.conf': 'nameserver 8.8.8.8\n' },
    not_applicable: {},
    not_evaluated: { 'etc/resolv.conf': { text: 'nameserver 8.8.8.8\n', mode: 0 } },
  },
  'HN-08': {
    pass: { 'home/a/.codex/': 0o700, ...probed('nft', 'meta skuid agent ip daddr != 127.0.0.1 drop\n') },
    fail: { 'home/a/.codex/': 0o700, 'etc/nftables.conf': 'table inet filter { }\n' },
    not_applicable: {},
    not_evaluated: { 'home/a/.codex/': 0o700 },
  },
  'CN-02': {
    pass: {
      'etc/caddy/Caddyfile': 'soc.example.org {\n reverse_proxy 127.0.0.1:4012\n}\n',
      'var/lib/clawnex/config.yaml':
        'dashboard-api:\n  public_url: https://soc.example.org\n  trusted_proxy: loopback\n',
    },
    fail: { 'etc/caddy/Caddyfile': 'soc.example.org {\n reverse_proxy 127.0.0.1:4012\n}\n' },
    not_applicable: processes(),
    not_evaluated: {
      'etc/caddy/Caddyfile': { mode: 0 },
      'var/lib/clawnex/config.yaml':
        'dashboard-api:\n  public_url: https://soc.example.org\n  trusted_proxy: loopback\n',
    },
  },
  'CN-04': {
    pass: {
      'etc/caddy/Caddyfile':
        'soc {\n @internal path /metrics /internal/*\n header {\n Strict-Transport-Security max-age=1\n X-Content-Type-Options nosniff\n }\n reverse_proxy 127.0.0.1:4012\n}\n',
    },
    fail: { 'etc/caddy/Caddyfile': 'soc {\n reverse_proxy 127.0.0.1:4012\n}\n' },
    not_applicable: {},
    not_evaluated: { 'etc/caddy/Caddyfile': { mode: 0 } },
  },
  'CN-05': {
    pass: {
      'var/lib/clawnex/nats/nats-server.conf':
        'listen: "127.0.0.1:4222"\naccounts {\n  A {\n users: [ {\n        nkey: UA\n        permissions {\n } } ] } }\n',
    },
    fail: {
      'var/lib/clawnex/nats/nats-server.conf': 'listen: "127.0.0.1:4222"\nauthorization { token: x }\n',
    },
    not_applicable: {},
    not_evaluated: { 'var/lib/clawnex/nats/nats-server.conf': { mode: 0 } },
  },
});

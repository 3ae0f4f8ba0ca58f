import { createHash } from 'node:crypto';
import { dpkg, type Machine, NOW_MS, processes, tcp } from '@clawnex/host-scanner/src/testing/machine.ts';

const SOUL = '# Soul\n\nBe helpful and honest. Ask before anything leaves this machine.\n';
const DAY_MS = 24 * 3_600_000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const OPENCLAW_UNIT = `[Unit]
Description=OpenClaw gateway
[Service]
User=agent
ExecStart=/usr/bin/openclaw gateway
EnvironmentFile=/home/agent/.openclaw/.env
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=tmpfs
PrivateTmp=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
CapabilityBoundingSet=
MemoryMax=4G
`;
const SYSCTL = `kernel.randomize_va_space = 2
kernel.kptr_restrict = 1
kernel.dmesg_restrict = 1
kernel.yama.ptrace_scope = 1
kernel.unprivileged_bpf_disabled = 1
kernel.perf_event_paranoid = 3
fs.protected_symlinks = 1
fs.protected_hardlinks = 1
fs.suid_dumpable = 0
net.ipv4.ip_forward = 0
net.ipv4.conf.all.accept_redirects = 0
net.ipv6.conf.all.accept_redirects = 0
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.all.accept_source_route = 0
net.ipv4.conf.all.rp_filter = 1
net.ipv4.tcp_syncookies = 1
`;
const SSHD = `PermitRootLogin no
PasswordAuthentication no
MaxAuthTries 4
LoginGraceTime 60
ClientAliveInterval 15
AllowGroups ssh-users
DisableForwarding yes
`;
const SECURITY = 'deb.debian.org_debian-security_dists_bookworm-security';

/** What the helper would say of it. */
const PROBES = Object.entries({
  nft: 'table inet filter { chain input { type filter hook input priority 0; policy drop; }\nchain output { meta skuid agent ip daddr != 127.0.0.1 drop } }\n',
  deleted_libraries: '\n',
  audit_rules: '-w /etc/passwd -p wa -k identity\n',
})
  .map(([probe, output]) =>
    JSON.stringify({
      probe,
      at_s: Math.floor(NOW_MS / 1_000),
      exit: 0,
      output_base64: Buffer.from(output).toString('base64'),
    }),
  )
  .join('\n');

/** A small server that keeps an agent and a proxy as they should be kept: nothing of it fails. */
export const GOOD_MACHINE: Machine = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  'etc/passwd':
    'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\nagent:x:4242:4242::/home/agent:/usr/sbin/nologin\nproxy:x:4243:4243::/home/proxy:/usr/sbin/nologin\n',
  'etc/group': 'root:x:0:\nsudo:x:27:\nagent:x:4242:\nproxy:x:4243:\n',
  'etc/shadow': {
    text: 'root:$y$j9T$abc$def:20000::::::\nagent:!:20000::::::\nproxy:!:20000::::::\n',
    mode: 0o640,
  },
  'etc/login.defs': 'ENCRYPT_METHOD YESCRYPT\nUMASK 027\n',
  'etc/pam.d/common-password':
    'password requisite pam_pwquality.so retry=3\npassword sufficient pam_unix.so yescrypt\n',
  'etc/pam.d/common-auth': 'auth required pam_faillock.so preauth\nauth sufficient pam_unix.so\n',
  'etc/sudoers': {
    text: 'Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n',
    mode: 0o440,
  },
  'etc/ssh/sshd_config': SSHD,
  'etc/sysctl.d/60-hardening.conf': SYSCTL,
  'etc/resolv.conf': 'nameserver 127.0.0.53\n',
  'etc/ufw/ufw.conf': 'ENABLED=yes\n',
  'etc/apt/sources.list': 'deb https://deb.debian.org/debian bookworm main\n',
  'etc/apt/apt.conf.d/20auto-upgrades': 'APT::Periodic::Unattended-Upgrade "1";\n',
  'etc/systemd/journald.conf': '[Journal]\nStorage=persistent\n',
  'etc/rsyslog.d/90-remote.conf': '*.* @@loghost.example:6514\n',
  'etc/audit/auditd.conf': '',
  'etc/systemd/system/openclaw.service': OPENCLAW_UNIT,
  'etc/cron.d/backup': '15 3 * * * root /usr/local/sbin/backup\n',
  'usr/local/sbin/backup': { text: '#!/bin/sh\n', mode: 0o755 },
  'usr/bin/su': { text: 'elf', mode: 0o4755 },
  'usr/bin/podman': { text: 'elf', mode: 0o755 },
  'var/lib/dpkg/info/util-linux.list': '/usr/bin/su\n',
  ...dpkg(
    ['openssh-server', '1:9.2p1-2+deb12u7'],
    ['nodejs', '24.11.0-1nodesource1'],
    ['unattended-upgrades', '2.9.1'],
    ['auditd', '1:3.0.9-1'],
    ['linux-image-6.1.0-40-amd64', '6.1.153-1'],
  ),
  'proc/version': 'Linux version 6.1.0-40-amd64 (debian) #1 SMP\n',
  [`var/lib/apt/lists/${SECURITY}_InRelease`]: {
    text: 'Suite: oldstable-security\nDate: Mon, 23 Nov 2026 10:00:00 UTC\nValid-Until: Mon, 30 Nov 2026 10:00:00 UTC\n',
    days_old: 1,
  },
  [`var/lib/apt/lists/${SECURITY}_main_binary-amd64_Packages`]:
    'Package: openssh-server\nArchitecture: amd64\nVersion: 1:9.2p1-2+deb12u7\n',
  'var/log/journal/': 0o750,
  'sys/module/apparmor/parameters/enabled': 'Y\n',
  'sys/block/dm-0/dm/uuid': 'CRYPT-LUKS2-0123456789abcdef\n',
  'sys/devices/system/cpu/vulnerabilities/meltdown': 'Not affected\n',
  'sys/class/dmi/id/sys_vendor': 'Dell Inc.\n',
  'proc/net/tcp': tcp([22, 'any', 0], [18_789, 'loopback', 4242], [4000, 'loopback', 4243]),
  ...processes(
    [70, 101, '/usr/sbin/chronyd'],
    [80, 4242, '/usr/bin/node', '/usr/lib/node_modules/openclaw/dist/index.js', 'gateway'],
    [90, 4243, '/home/proxy/venv/bin/python', '/home/proxy/venv/bin/litellm', '--host', '127.0.0.1'],
  ),
  'var/lib/clawnex-probe/report.ndjson': `${PROBES}\n`,
  'home/agent/.openclaw/openclaw.json': {
    text: '{ gateway: { bind: "loopback", auth: { mode: "token" } }, agents: { defaults: { sandbox: { mode: "all" } } } }\n',
    mode: 0o600,
  },
  'home/agent/.openclaw/.env': { text: 'OPENCLAW_GATEWAY_TOKEN=kept-elsewhere\n', mode: 0o600 },
  'home/agent/.openclaw/agents/main/sessions/1.jsonl': { text: '{}\n', mode: 0o600 },
  'home/agent/.openclaw/workspace/SOUL.md': { text: SOUL, mode: 0o600 },
  'home/agent/.openclaw/skills/weather/SKILL.md': '# Weather\n\nAsk the weather service for a town.\n',
  'home/agent/.openclaw/': 0o700,
  'home/agent/.mcp.json': {
    text: '{"mcpServers":{"files":{"command":"npx","args":["-y","@modelcontextprotocol/server-filesystem@2026.1.14"]}}}',
    mode: 0o600,
  },
  'home/agent/.profile': 'export PATH="$HOME/bin:$PATH"\n',
  'home/agent/': 0o750,
  'usr/lib/node_modules/openclaw/package.json': '{"name":"openclaw","version":"2026.9.6"}',
  'home/proxy/venv/lib/python3.12/site-packages/litellm-1.108.12.dist-info/METADATA': '',
  'home/proxy/requirements.txt': 'litellm[proxy]==1.108.12\n',
  'home/proxy/venv/pyvenv.cfg': 'version = 3.12.7\n',
  'home/proxy/compose.yaml': 'services:\n  cache:\n    image: valkey/valkey:9.0.1\n',
  'home/proxy/.env': { text: 'LITELLM_MASTER_KEY=kept-elsewhere\n', mode: 0o600 },
  'home/proxy/': 0o750,
  'var/lib/clawnex/clawnex.db': { mode: 0o600 },
  'var/lib/clawnex/secrets/shield.token': { text: 'x', mode: 0o600 },
  'var/lib/clawnex/secrets/': 0o700,
  'var/lib/clawnex/backups/daily.tar': { text: 'x'.repeat(100), mode: 0o600, days_old: 1 },
  'var/lib/clawnex/host-baseline.json': {
    text: JSON.stringify({
      approved_at_ms: NOW_MS - 3 * DAY_MS,
      boot_files: { '/home/agent/.openclaw/workspace/SOUL.md': sha256(SOUL) },
      startup_files: {
        '/etc/systemd/system/openclaw.service': sha256(OPENCLAW_UNIT),
        '/etc/cron.d/backup': sha256('15 3 * * * root /usr/local/sbin/backup\n'),
      },
      open_ports: [22],
    }),
    mode: 0o600,
  },
  'var/lib/clawnex/': 0o700,
};

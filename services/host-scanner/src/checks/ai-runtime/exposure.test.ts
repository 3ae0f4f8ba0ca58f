import { testCases } from '../../testing/cases.ts';
import { ACCOUNTS, processes, tcp } from '../../testing/machine.ts';

const OPENCLAW = 'home/agent/.openclaw/openclaw.json';

testCases({
  'AI-01': {
    pass: { 'proc/net/tcp': tcp([18_789, 'loopback']) },
    fail: { 'proc/net/tcp': tcp(), [OPENCLAW]: '{ gateway: { bind: "lan", auth: { mode: "none" } } }' },
    not_applicable: { 'proc/net/tcp': tcp([22]) },
    not_evaluated: {},
  },
  'AI-02': {
    pass: { 'proc/net/tcp': tcp([4000, 'loopback'], [8080]) },
    fail: {
      'proc/net/tcp': tcp([8000]),
      ...processes([7, 1000, '/usr/bin/python3', '/opt/v/bin/vllm', 'serve']),
    },
    not_applicable: { 'proc/net/tcp': tcp([8080]) },
    not_evaluated: {},
  },
  'AI-03': {
    pass: { 'proc/net/tcp': tcp([4222, 'loopback']) },
    fail: { 'proc/net/tcp': tcp(), 'etc/nats-server.conf': 'port: 4222\nhttp: 8222\n' },
    not_applicable: { 'proc/net/tcp': tcp() },
    not_evaluated: {},
  },
  'AI-04': {
    pass: { 'proc/net/tcp': tcp([4012, 'loopback']) },
    fail: { 'proc/net/tcp': tcp(), 'etc/caddy/Caddyfile': ':80 {\n\treverse_proxy 127.0.0.1:4012\n}\n' },
    not_applicable: { 'proc/net/tcp': tcp() },
    not_evaluated: {},
  },
  'AI-05': {
    pass: { 'proc/net/tcp': tcp(), ...processes([7, 1000, '/usr/bin/chromium', '--headless']) },
    fail: { 'proc/net/tcp': tcp([9222]), ...processes() },
    not_evaluated: {},
  },
  'AI-06': {
    pass: { 'proc/net/tcp': tcp(), 'usr/bin/dockerd': '' },
    fail: { 'proc/net/tcp': tcp(), 'etc/docker/daemon.json': '{"hosts":["tcp://0.0.0.0:2375"]}' },
    not_applicable: { 'proc/net/tcp': tcp() },
    not_evaluated: {},
  },
  'AI-07': {
    pass: processes([7, 4242, '/usr/bin/node', '/usr/lib/node_modules/openclaw/dist/index.js', 'gateway']),
    fail: processes([7, 0, '/usr/bin/python3', '-m', 'litellm', '--port', '4000']),
    not_applicable: processes([7, 1000, 'vim', '/usr/bin/claude']),
    not_evaluated: { 'proc/9/cmdline': 'bash\0' },
  },
  'AI-08': {
    pass: { ...ACCOUNTS, 'home/agent/.openclaw/': 0o700 },
    fail: { ...ACCOUNTS, 'etc/group': 'docker:x:999:agent\n', 'home/agent/.openclaw/': 0o700 },
    not_applicable: ACCOUNTS,
    not_evaluated: { 'etc/passwd': ACCOUNTS['etc/passwd'] ?? '', 'home/agent/.openclaw/': 0o700 },
  },
  'AI-09': {
    pass: { ...ACCOUNTS, 'home/agent/.openclaw/': 0o700, 'etc/sudoers': 'root ALL=(ALL) ALL\n' },
    fail: {
      ...ACCOUNTS,
      'home/agent/.openclaw/': 0o700,
      'etc/sudoers.d/agent': 'agent ALL=(ALL) NOPASSWD: ALL\n',
    },
    not_applicable: ACCOUNTS,
    not_evaluated: { ...ACCOUNTS, 'home/agent/.openclaw/': 0o700, 'etc/sudoers': { text: '', mode: 0 } },
  },
  'AI-10': {
    pass: { ...ACCOUNTS, 'home/agent/.openclaw/': 0o700 },
    fail: { 'home/me/.openclaw/': 0o700, 'home/me/.bash_history': 'ls\n' },
    not_applicable: ACCOUNTS,
    not_evaluated: { 'home/me/.openclaw/': 0o700, 'home/me/': 0o700 },
  },
  'AI-11': {
    pass: { ...ACCOUNTS, 'home/agent/.codex/': 0o700, 'run/docker.sock': { mode: 0o600 } },
    fail: { ...ACCOUNTS, 'home/agent/.codex/': 0o700, 'run/docker.sock': { mode: 0o666 } },
    not_applicable: { ...ACCOUNTS, 'home/agent/.codex/': 0o700 },
    not_evaluated: { ...ACCOUNTS, 'home/agent/.codex/': 0o700, 'run/': 0o700 },
  },
  'AI-12': {
    pass: { [OPENCLAW]: '{agents:{defaults:{sandbox:{mode:"all"}}}}', 'usr/bin/docker': '' },
    fail: { [OPENCLAW]: '{agents:{defaults:{sandbox:{mode:"all"}}}}', 'usr/bin/true': '' },
    not_applicable: { 'home/agent/.codex/config.toml': 'sandbox_mode = "workspace-write"\n' },
    not_evaluated: { [OPENCLAW]: '{agents:' },
  },
  'CN-01': {
    pass: { 'proc/net/tcp': tcp([4010, 'loopback'], [4011, 'loopback']) },
    fail: { 'proc/net/tcp': tcp([4010, 'loopback'], [4011]) },
    not_applicable: { 'proc/net/tcp': tcp() },
    not_evaluated: {},
  },
});

import { testCases } from '../../testing/cases.ts';
import { dpkg, processes } from '../../testing/machine.ts';

const DB = { 'var/lib/clawnex/clawnex.db': { mode: 0o600 } };
const unit = (start: string) => `[Service]\nExecStart=${start}\n`;

testCases({
  'HL-01': {
    pass: { 'etc/systemd/journald.conf': '[Journal]\nStorage=persistent\n' },
    fail: { 'etc/systemd/journald.conf': '[Journal]\n#Storage=auto\n', 'var/log/': 0o755 },
    not_applicable: { 'var/log/': 0o755 },
    not_evaluated: { 'var/log/': 0o755, 'var/': 0o700 },
  },
  'HL-02': {
    pass: { 'etc/audit/auditd.conf': '', 'etc/audit/rules.d/a.rules': '-w /etc/passwd -p wa\n' },
    fail: dpkg(['bash', '5.2']),
    not_evaluated: {},
  },
  'HL-03': {
    pass: { 'etc/rsyslog.d/90.conf': '*.* @@loghost.example:6514\n' },
    fail: { 'etc/rsyslog.conf': '#*.* @@loghost.example:6514\n' },
    not_evaluated: { 'proc/version': '' },
    base: { 'usr/lib/os-release': 'ID=debian\n' },
  },
  'HL-04': {
    pass: processes([7, 100, '/usr/sbin/chronyd']),
    fail: { ...processes(), ...dpkg(['chrony', '4.3']) },
    not_applicable: { ...processes(), '.dockerenv': '' },
    not_evaluated: {},
  },
  'HL-05': {
    pass: { 'etc/systemd/system/a.service': unit('/usr/bin/true'), 'home/me/.bashrc': 'alias ll="ls -l"\n' },
    fail: { 'etc/cron.d/job': '* * * * * root /tmp/.x/run\n' },
    not_evaluated: { 'home/me/.bashrc': { text: '', mode: 0 } },
  },
  'HL-06': {
    pass: { 'etc/environment': 'PATH=/usr/bin\nNODE_OPTIONS=--max-old-space-size=4096\n' },
    fail: { 'home/me/.profile': 'export NODE_OPTIONS="--require /home/me/.x/hook.js"\n' },
    not_evaluated: { 'etc/environment': { mode: 0 } },
  },
  'HL-07': {
    pass: { 'srv/app/compose.yaml': 'services:\n  a:\n    image: caddy:2.10\n' },
    fail: { 'srv/app/docker-compose.yml': 'services:\n  a:\n    image: caddy:2.10\n    privileged: true\n' },
    not_applicable: {},
    not_evaluated: { 'srv/app/compose.yaml': 'services: [\n' },
  },
  'HL-08': {
    pass: { ...DB, 'var/lib/clawnex/backups/a.tar': { text: 'x'.repeat(100), days_old: 1 } },
    fail: { ...DB, 'var/lib/clawnex/backups/a.tar': { text: 'x'.repeat(100), days_old: 30 } },
    not_applicable: {},
    not_evaluated: { ...DB, 'var/lib/clawnex/backups/': 0o700 },
  },
});

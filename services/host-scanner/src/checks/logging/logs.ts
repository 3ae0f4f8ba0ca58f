import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import { parseUnit } from '../../systemd/parse-unit.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const LOGGING = { category: 'logging', platforms: ['linux'], severity: 'low' } as const;
const FILE_BYTES_MAX = 262_144;

export const persistentLog: HostCheck = {
  ...LOGGING,
  id: 'HL-01',
  title: 'The system’s log is gone after a restart',
  why: 'A restart is the cheapest way to remove traces.',
  severity: 'medium',
  reads: ['/etc/systemd/journald.conf with drop-ins', '/var/log/journal', '/var/log/syslog'],
  fix: "mkdir -p /etc/systemd/journald.conf.d && printf '[Journal]\\nStorage=persistent\\n' > /etc/systemd/journald.conf.d/persistent.conf && systemctl restart systemd-journald",
  references: ['cis-debian12.6.1.2.4', 'nist-800-53.au-11'],
  async evaluate(facts) {
    const setting = await journaldStorage(facts);
    const [journal, syslog, messages] = await Promise.all(
      ['/var/log/journal', '/var/log/syslog', '/var/log/messages'].map((path) => facts.root.stat(path)),
    );
    if (syslog?.ok === true || messages?.ok === true) return [pass('log', 'A syslog daemon keeps /var/log.')];
    if (setting === 'persistent' || (journal?.ok === true && setting !== 'volatile' && setting !== 'none'))
      return [
        pass('log', `journald keeps /var/log/journal${setting === null ? '' : ` (Storage=${setting})`}.`),
      ];
    if (setting === 'volatile' || setting === 'none')
      return [fail('log', `journald has Storage=${setting}.`)];
    const hasLog = await facts.root.stat('/var/log');
    if (!hasLog.ok) return [notEvaluated('log', hasLog.message)];
    const hasJournald = (await facts.root.stat('/etc/systemd')).ok;
    return hasJournald
      ? [fail('log', 'There is neither /var/log/journal nor a syslog: journald keeps its log in memory.')]
      : [notApplicable('log', 'Neither journald nor a syslog daemon is here (a container).')];
  },
};

async function journaldStorage({ root }: HostFacts): Promise<string | null> {
  let value: string | null = null;
  for (const pattern of [
    '/etc/systemd/journald.conf',
    '/usr/lib/systemd/journald.conf.d/*.conf',
    '/etc/systemd/journald.conf.d/*.conf',
  ])
    for (const path of (await expand(root, pattern)).paths) {
      const text = await root.readText(path, FILE_BYTES_MAX);
      for (const { section, key, value: set } of text.ok ? parseUnit(text.value) : [])
        if (section === 'Journal' && key === 'Storage') value = set.toLowerCase();
    }
  return value;
}

export const auditRules: HostCheck = {
  ...LOGGING,
  id: 'HL-02',
  title: 'Nobody records what programs do to the system',
  why: 'auditd writes down who changed what, with a record that the program cannot take back.',
  reads: ['auditd in /var/lib/dpkg/status', '/etc/audit/rules.d/*.rules', 'auditctl -l (as root)'],
  fix: "apt-get install auditd && printf -- '-a always,exit -F arch=b64 -S execve -F uid=<agent> -k agent\\n' > /etc/audit/rules.d/agent.rules && augenrules --load",
  references: ['cis-debian12.6.2.1.1', 'nist-800-53.au-12'],
  async evaluate(facts) {
    const { debian } = await facts.inventory();
    const isThere =
      (await facts.root.stat('/etc/audit/auditd.conf')).ok ||
      (debian.ok && debian.value.some(({ name }) => name === 'auditd'));
    if (!isThere)
      return debian.ok
        ? [fail('auditd', 'auditd is not installed.')]
        : [notEvaluated('auditd', debian.message)];
    const loaded = await facts.probe('audit_rules');
    if (loaded.ok)
      return [
        /No rules/.test(loaded.value)
          ? fail('auditd', 'No rule is loaded.')
          : pass('auditd', `${loaded.value.trim().split('\n').length} rules are loaded.`),
      ];
    const files = (await expand(facts.root, '/etc/audit/rules.d/*.rules')).paths;
    for (const path of files) {
      const text = await facts.root.readText(path, FILE_BYTES_MAX);
      if (text.ok && /^\s*-[aw]\s/m.test(text.value)) return [pass('auditd', `${path} holds rules.`)];
      if (!text.ok) return [notEvaluated('auditd', text.message)];
    }
    return [fail('auditd', 'auditd is installed, and no file of /etc/audit/rules.d holds a rule.')];
  },
};

export const remoteLog: HostCheck = {
  ...LOGGING,
  id: 'HL-03',
  title: 'Logs stay on this machine only',
  why: 'Whoever takes the machine can rewrite what it says about them.',
  platforms: ['linux', 'darwin'],
  reads: [
    '/etc/rsyslog.conf',
    '/etc/rsyslog.d/*.conf',
    '/etc/systemd/journal-upload.conf',
    '/etc/vector, /etc/fluent-bit, /etc/promtail',
  ],
  fix: "printf '*.* @@loghost.example:6514\\n' > /etc/rsyslog.d/90-remote.conf && systemctl restart rsyslog",
  references: ['cis-debian12.6.1.3.6', 'nist-800-53.au-9'],
  async evaluate({ root }) {
    for (const pattern of ['/etc/rsyslog.conf', '/etc/rsyslog.d/*.conf'])
      for (const path of (await expand(root, pattern)).paths) {
        const text = await root.readText(path, FILE_BYTES_MAX);
        if (text.ok && /^\s*[^#\n]{0,200}(?:@@?[\w[:]|type="omfwd"|omrelp)/m.test(text.value))
          return [pass('remote log', `${path} sends logs away.`)];
      }
    const upload = await root.readText('/etc/systemd/journal-upload.conf', FILE_BYTES_MAX);
    if (upload.ok && /^\s*URL=\S/m.test(upload.value))
      return [pass('remote log', 'systemd-journal-upload sends the journal away.')];
    for (const path of [
      '/etc/vector/vector.yaml',
      '/etc/vector/vector.toml',
      '/etc/fluent-bit/fluent-bit.conf',
      '/etc/promtail/config.yml',
      '/etc/otelcol/config.yaml',
    ])
      if ((await root.stat(path)).ok) return [pass('remote log', `${path} is set up.`)];
    const etc = await root.stat('/etc');
    return [
      etc.ok ? fail('remote log', 'No file sets a log sink up.') : notEvaluated('remote log', etc.message),
    ];
  },
};

export const timeSync: HostCheck = {
  ...LOGGING,
  id: 'HL-04',
  title: 'The clock is not kept by anyone',
  why: 'Events are put in order by their time: a clock that drifts makes causes look like effects.',
  severity: 'high',
  platforms: ['linux', 'darwin'],
  reads: [
    '/run/systemd/timesync/synchronized',
    'chrony, ntpsec and systemd-timesyncd in /var/lib/dpkg/status and units',
    'timedatectl show -p NTPSynchronized',
  ],
  fix: 'apt-get install chrony && systemctl enable --now chrony',
  references: ['cis-debian12.2.3.1.1', 'nist-800-53.au-8'],
  async evaluate(facts) {
    if (facts.platform === 'darwin') {
      const answer = await facts.probe('mac_time');
      if (!answer.ok) return [notEvaluated('clock', answer.message)];
      return [
        /Network Time: On/i.test(answer.value)
          ? pass('clock', 'Network time is on.')
          : fail('clock', 'Network time is off.', { fix: 'sudo systemsetup -setusingnetworktime on' }),
      ];
    }
    if ((await facts.root.stat('/run/systemd/timesync/synchronized')).ok)
      return [pass('clock', 'systemd-timesyncd has synchronised it.')];
    const running = (facts.processes.ok ? facts.processes.value.seen : []).find(({ args }) =>
      /(?:chronyd|ntpd|ntpsec|systemd-timesyncd|openntpd)$/.test(args[0] ?? ''),
    );
    if (running !== undefined) return [pass('clock', `${running.args[0]} is running.`)];
    const answer = await facts.probe('time');
    if (answer.ok && answer.value.trim() === 'yes')
      return [pass('clock', 'timedatectl says that it is synchronised.')];
    const { debian } = await facts.inventory();
    const packages = debian.ok
      ? debian.value.filter(({ name }) => /^(?:chrony|ntpsec|ntp|systemd-timesyncd|openntpd)$/.test(name))
      : [];
    if (answer.ok)
      return [
        fail(
          'clock',
          `timedatectl says that it is not synchronised${packages.length > 0 ? `, although ${packages[0]?.name} is installed` : ''}.`,
        ),
      ];
    if (packages.length > 0 && !facts.processes.ok)
      return [
        notEvaluated(
          'clock',
          `${packages[0]?.name} is installed; whether it runs is not known: ${facts.processes.message}`,
        ),
      ];
    if (!facts.processes.ok && !debian.ok)
      return [notEvaluated('clock', `${facts.processes.message} ${debian.message}`)];
    if (facts.processes.ok && facts.processes.value.gap !== null)
      return [
        notEvaluated('clock', `No program that keeps the clock was seen. ${facts.processes.value.gap}`),
      ];
    const container =
      (await facts.root.stat('/.dockerenv')).ok || (await facts.root.stat('/run/.containerenv')).ok;
    if (container) return [notApplicable('clock', 'A container has the clock of its host.')];
    return [
      fail(
        'clock',
        packages.length > 0
          ? `${packages[0]?.name} is installed and does not run.`
          : 'No program that keeps the clock is installed or running.',
      ),
    ];
  },
};

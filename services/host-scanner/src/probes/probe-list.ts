import type { Platform } from '@clawnex/shared/posture/check.ts';

interface ProbeDefinition {
  readonly platform: Platform;
  /** Program and arguments, always the same ones: nothing that is scanned decides what runs. Null: only the helper asks it. */
  readonly command: readonly string[] | null;
  readonly root: boolean;
}

/** What no file tells. Everything else is read from files, so that it can be read from a folder too. */
export const PROBES = {
  sshd: { platform: 'linux', command: ['/usr/sbin/sshd', '-T'], root: true },
  nft: { platform: 'linux', command: ['/usr/sbin/nft', 'list', 'ruleset'], root: true },
  iptables: { platform: 'linux', command: ['/usr/sbin/iptables-save'], root: true },
  audit_rules: { platform: 'linux', command: ['/usr/sbin/auditctl', '-l'], root: true },
  time: {
    platform: 'linux',
    command: ['/usr/bin/timedatectl', 'show', '-p', 'NTPSynchronized', '--value'],
    root: false,
  },
  shadow: { platform: 'linux', command: null, root: true },
  sudoers: { platform: 'linux', command: null, root: true },
  deleted_libraries: { platform: 'linux', command: null, root: true },
  listeners: { platform: 'darwin', command: ['/usr/sbin/lsof', '-nP', '-iTCP', '-sTCP:LISTEN'], root: false },
  processes: { platform: 'darwin', command: ['/bin/ps', '-axo', 'pid=,uid=,args='], root: false },
  sip: { platform: 'darwin', command: ['/usr/bin/csrutil', 'status'], root: false },
  gatekeeper: { platform: 'darwin', command: ['/usr/sbin/spctl', '--status'], root: false },
  filevault: { platform: 'darwin', command: ['/usr/bin/fdesetup', 'status'], root: false },
  firewall: {
    platform: 'darwin',
    command: ['/usr/libexec/ApplicationFirewall/socketfilterfw', '--getglobalstate'],
    root: false,
  },
  services: { platform: 'darwin', command: ['/bin/launchctl', 'print-disabled', 'system'], root: false },
  admins: {
    platform: 'darwin',
    command: ['/usr/bin/dscl', '.', '-read', '/Groups/admin', 'GroupMembership'],
    root: false,
  },
  screen_lock: {
    platform: 'darwin',
    command: ['/usr/sbin/sysadminctl', '-screenLock', 'status'],
    root: false,
  },
  mac_time: { platform: 'darwin', command: ['/usr/sbin/systemsetup', '-getusingnetworktime'], root: true },
} as const satisfies Record<string, ProbeDefinition>;

export type ProbeId = keyof typeof PROBES;

export function isProbeId(text: string): text is ProbeId {
  return Object.hasOwn(PROBES, text);
}

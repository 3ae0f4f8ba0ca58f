import { createHash } from 'node:crypto';
import { testCases } from '../../testing/cases.ts';
import { MAC, NOW_MS } from '../../testing/machine.ts';

const SYSCTL =
  'kernel.randomize_va_space = 2\nkernel.kptr_restrict = 1\nkernel.dmesg_restrict = 1\nkernel.perf_event_paranoid = 3\nfs.protected_symlinks = 1\nfs.protected_hardlinks = 1\nfs.suid_dumpable = 0\n';
const EFI = 'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const answers = (sip: string) =>
  [
    ['sip', sip],
    ['gatekeeper', 'assessments enabled'],
    ['filevault', 'FileVault is On.'],
  ]
    .map(([probe, output]) =>
      JSON.stringify({
        probe,
        at_s: NOW_MS / 1_000,
        exit: 0,
        output_base64: Buffer.from(output ?? '').toString('base64'),
      }),
    )
    .join('\n');

testCases({
  'HK-01': {
    pass: { 'etc/sysctl.conf': SYSCTL },
    fail: { 'etc/sysctl.conf': SYSCTL, 'proc/sys/kernel/randomize_va_space': '0\n' },
    not_evaluated: {},
  },
  'HK-02': {
    pass: { 'sys/module/apparmor/parameters/enabled': 'Y\n' },
    fail: { 'sys/fs/selinux/enforce': '0\n' },
    not_evaluated: {},
  },
  'HK-03': {
    pass: { [EFI]: '\x06\0\0\0\x01' },
    fail: { [EFI]: '\x06\0\0\0\0' },
    not_applicable: {},
    not_evaluated: { 'sys/firmware/efi/': 0o755 },
  },
  'HK-04': {
    base: MAC,
    pass: { 'var/lib/clawnex-probe/report.ndjson': answers('System Integrity Protection status: enabled.') },
    fail: { 'var/lib/clawnex-probe/report.ndjson': answers('System Integrity Protection status: disabled.') },
    not_evaluated: {},
  },
  'HK-05': {
    pass: { 'sys/block/dm-0/dm/uuid': 'CRYPT-LUKS2-abc\n' },
    fail: { 'sys/block/sda/size': '1\n' },
    not_evaluated: {},
  },
  'HK-06': {
    pass: { 'sys/devices/system/cpu/vulnerabilities/meltdown': 'Not affected\n' },
    fail: { 'sys/devices/system/cpu/vulnerabilities/meltdown': 'Vulnerable\n' },
    not_evaluated: {},
  },
  'HK-07': {
    pass: { 'usr/bin/su': { mode: 0o4755 }, 'var/lib/dpkg/info/util-linux.list': '/usr/bin/su\n' },
    fail: {
      'usr/bin/su': { mode: 0o4755 },
      'opt/x/run': { mode: 0o4755 },
      'var/lib/dpkg/info/util-linux.list': '/usr/bin/su\n',
    },
    not_applicable: {},
    not_evaluated: { 'opt/x/run': '', 'opt/x/': 0o700 },
    base: { 'proc/version': 'Linux version 6\n' },
  },
  'HK-08': {
    pass: { 'usr/bin/sudo': 'elf', 'var/lib/dpkg/info/sudo.md5sums': `${md5('elf')}  usr/bin/sudo\n` },
    fail: { 'usr/bin/sudo': 'evil', 'var/lib/dpkg/info/sudo.md5sums': `${md5('elf')}  usr/bin/sudo\n` },
    not_applicable: {},
    not_evaluated: {
      'usr/bin/sudo': { mode: 0 },
      'var/lib/dpkg/info/sudo.md5sums': `${md5('elf')}  usr/bin/sudo\n`,
    },
  },
});

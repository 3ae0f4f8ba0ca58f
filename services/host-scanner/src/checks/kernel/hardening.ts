import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';
import { judgeSettings } from './judge-settings.ts';

const KERNEL = { category: 'kernel', platforms: ['linux'] } as const;
const VALUE_BYTES_MAX = 65_536;

export const kernelSettings: HostCheck = {
  ...KERNEL,
  id: 'HK-01',
  title: 'The kernel’s own protections are off',
  why: 'They make the difference between a bug in a program and a taken machine, and cost next to nothing.',
  severity: 'medium',
  reads: ['/proc/sys/kernel', '/proc/sys/fs', 'sysctl.d files where /proc is not there'],
  fix: 'Write the wanted lines to /etc/sysctl.d/60-hardening.conf, then: sysctl --system',
  references: ['cis-debian12.1.5.1', 'cis-debian12.1.5.2', 'nist-800-53.si-16'],
  async evaluate(facts) {
    return await judgeSettings(facts, [
      { key: 'kernel.randomize_va_space', wanted: '2', severity: 'high' },
      { key: 'kernel.kptr_restrict', wanted: '1', also: ['2'] },
      { key: 'kernel.dmesg_restrict', wanted: '1', severity: 'low' },
      { key: 'kernel.yama.ptrace_scope', wanted: '1', also: ['2', '3'], optional: true },
      { key: 'kernel.unprivileged_bpf_disabled', wanted: '1', also: ['2'], optional: true },
      { key: 'kernel.perf_event_paranoid', wanted: '2', also: ['3', '4'], severity: 'low' },
      { key: 'fs.protected_symlinks', wanted: '1' },
      { key: 'fs.protected_hardlinks', wanted: '1' },
      { key: 'fs.suid_dumpable', wanted: '0', also: ['2'], severity: 'low' },
    ]);
  },
};

export const securityModule: HostCheck = {
  ...KERNEL,
  id: 'HK-02',
  title: 'No security module confines programs',
  why: 'AppArmor or SELinux keeps a taken service from what it has no business with.',
  severity: 'medium',
  reads: [
    '/sys/kernel/security/lsm',
    '/sys/module/apparmor/parameters/enabled',
    '/sys/fs/selinux/enforce',
    '/etc/selinux/config',
  ],
  fix: 'apt-get install apparmor apparmor-utils && aa-enforce /etc/apparmor.d/*; add apparmor=1 security=apparmor to the kernel line, then reboot',
  references: ['cis-debian12.1.3.1', 'nist-800-53.ac-3'],
  async evaluate({ root }) {
    const [lsm, apparmor, selinux, config] = await Promise.all(
      [
        '/sys/kernel/security/lsm',
        '/sys/module/apparmor/parameters/enabled',
        '/sys/fs/selinux/enforce',
        '/etc/selinux/config',
      ].map((path) => root.readText(path, VALUE_BYTES_MAX)),
    );
    if (selinux?.ok === true)
      return [
        selinux.value.trim() === '1'
          ? pass('security module', 'SELinux enforces.')
          : fail('security module', 'SELinux is permissive.'),
      ];
    if (apparmor?.ok === true)
      return [
        apparmor.value.trim() === 'Y'
          ? pass('security module', 'AppArmor is on.')
          : fail('security module', 'AppArmor is in the kernel and off.'),
      ];
    if (lsm?.ok === true) {
      const names = lsm.value.trim();
      return [
        /apparmor|selinux/.test(names)
          ? pass('security module', `On: ${names}.`)
          : fail('security module', `Only ${names || 'none'} is on.`),
      ];
    }
    if (config?.ok === true && /^SELINUX=(?:disabled|permissive)/m.test(config.value))
      return [fail('security module', '/etc/selinux/config does not enforce.')];
    return [
      notEvaluated(
        'security module',
        lsm !== undefined && !lsm.ok
          ? `${lsm.message} So the kernel does not say which modules are on.`
          : 'The kernel does not say which modules are on.',
      ),
    ];
  },
};

export const secureBoot: HostCheck = {
  ...KERNEL,
  id: 'HK-03',
  title: 'The machine starts any kernel',
  why: 'Without Secure Boot and lockdown, whoever was root once can stay below the system.',
  severity: 'low',
  reads: ['/sys/firmware/efi/efivars/SecureBoot-*', '/sys/kernel/security/lockdown'],
  fix: 'Turn Secure Boot on in the firmware, and install a signed kernel (apt-get install shim-signed grub-efi-amd64-signed)',
  references: ['nist-800-53.si-7'],
  async evaluate({ root }) {
    const efi = await root.stat('/sys/firmware/efi');
    if (!efi.ok)
      return efi.code === 'missing'
        ? [notApplicable('Secure Boot', 'This machine was not started by UEFI.')]
        : [notEvaluated('Secure Boot', efi.message)];
    const variable = await root.readBytes(
      '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c',
      64,
    );
    if (!variable.ok) return [notEvaluated('Secure Boot', variable.message)];
    // Four bytes of attributes, then the value.
    return [variable.value[4] === 1 ? pass('Secure Boot', 'On.') : fail('Secure Boot', 'Off.')];
  },
};

export const cpuFlaws: HostCheck = {
  ...KERNEL,
  id: 'HK-06',
  title: 'The processor has a flaw that nothing mitigates',
  why: 'A program without rights can read memory of others, keys among it.',
  severity: 'medium',
  reads: ['/sys/devices/system/cpu/vulnerabilities/*'],
  fix: 'apt-get install intel-microcode (or amd64-microcode) and the newest kernel, remove mitigations=off, then reboot',
  references: ['nist-800-53.si-2'],
  async evaluate({ root }) {
    const folder = '/sys/devices/system/cpu/vulnerabilities';
    const listing = await root.list(folder, 200);
    if (!listing.ok) return [notEvaluated('processor', listing.message)];
    const results = await Promise.all(
      listing.value.names.map(async (name) => {
        const text = await root.readText(`${folder}/${name}`, VALUE_BYTES_MAX);
        if (!text.ok) return notEvaluated(name, text.message);
        const shown = `${name}: ${text.value.trim().slice(0, 200)}`;
        return /^Vulnerable/.test(text.value) ? fail(name, shown) : pass(name, shown);
      }),
    );
    return results.length > 0 ? results : [notEvaluated('processor', `${folder} is empty.`)];
  },
};

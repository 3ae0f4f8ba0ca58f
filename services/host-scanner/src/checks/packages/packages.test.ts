import { testCases } from '../../testing/cases.ts';
import { dpkg, MAC, plist, processes } from '../../testing/machine.ts';

const LISTS = 'var/lib/apt/lists';
const RELEASE = `${LISTS}/deb.debian.org_debian-security_dists_bookworm-security_InRelease`;
const PACKAGES = `${LISTS}/deb.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages`;
const fresh = {
  text: 'Suite: oldstable-security\nDate: Mon, 23 Nov 2026 10:00:00 UTC\nValid-Until: Mon, 30 Nov 2026 10:00:00 UTC\n',
  days_old: 1,
};
const offered = 'Package: openssl\nArchitecture: amd64\nVersion: 3.0.17-1~deb12u3\n';

testCases({
  'HP-01': {
    pass: { ...dpkg(['openssl', '3.0.17-1~deb12u3']), [PACKAGES]: offered, [RELEASE]: fresh },
    fail: { ...dpkg(['openssl', '3.0.17-1~deb12u2']), [PACKAGES]: offered, [RELEASE]: fresh },
    not_applicable: {},
    not_evaluated: { ...dpkg(['openssl', '3.0.17-1~deb12u3']), [PACKAGES]: offered },
  },
  'HP-02': {
    pass: { [RELEASE]: fresh },
    fail: { [RELEASE]: { text: 'Valid-Until: Sun, 01 Nov 2026 10:00:00 UTC\n', days_old: 30 } },
    not_applicable: {},
    not_evaluated: { [RELEASE]: fresh, 'var/lib/apt/': 0o700 },
  },
  'HP-03': {
    pass: { 'etc/apt/apt.conf.d/20auto-upgrades': 'APT::Periodic::Unattended-Upgrade "1";\n' },
    fail: { 'etc/apt/apt.conf.d/20auto-upgrades': 'APT::Periodic::Unattended-Upgrade "0";\n' },
    not_applicable: {},
    not_evaluated: { 'etc/apt/apt.conf.d/20auto-upgrades': { mode: 0 } },
  },
  'HP-04': {
    pass: {
      ...dpkg(['linux-image-6.1.0-40-amd64', '6.1']),
      'proc/version': 'Linux version 6.1.0-40-amd64 (x)\n',
    },
    fail: {
      ...dpkg(['linux-image-6.1.0-40-amd64', '6.1']),
      'proc/version': 'Linux version 6.1.0-9-amd64 (x)\n',
    },
    not_applicable: dpkg(['bash', '5.2']),
    not_evaluated: dpkg(['linux-image-6.1.0-40-amd64', '6.1']),
  },
  'HP-05': {
    pass: {},
    fail: { 'etc/os-release': 'ID=ubuntu\nVERSION_ID="20.04"\n' },
    not_evaluated: { 'etc/os-release': 'ID=arch\n' },
  },
  'HP-06': {
    pass: {
      'etc/apt/sources.list': 'deb http://deb.debian.org/debian bookworm main\n',
      'etc/apt/sources.list.d/a.sources':
        'Types: deb\nURIs: https://a.example/\nSigned-By: /etc/apt/keyrings/a.gpg\n',
    },
    fail: { 'etc/apt/sources.list.d/a.list': 'deb [trusted=yes] http://a.example/ ./\n' },
    not_applicable: {},
    not_evaluated: { 'etc/apt/sources.list': { mode: 0 } },
  },
  'HP-07': {
    base: MAC,
    pass: { 'Library/Preferences/com.apple.SoftwareUpdate.plist': plist({ CriticalUpdateInstall: true }) },
    fail: { 'Library/Preferences/com.apple.SoftwareUpdate.plist': plist({ CriticalUpdateInstall: false }) },
    not_evaluated: {},
  },
  'HP-08': {
    pass: {
      ...processes([7, 1000, 'sshd']),
      'proc/1/maps': '',
      'proc/7/maps': '7f r-xp 00 08:01 12 /usr/lib/libc.so.6\n',
    },
    fail: {
      ...processes([7, 1000, 'sshd']),
      'proc/7/maps': '7f r-xp 00 08:01 12 /usr/lib/libssl.so.3 (deleted)\n',
    },
    not_evaluated: processes([7, 1000, 'sshd']),
  },
});

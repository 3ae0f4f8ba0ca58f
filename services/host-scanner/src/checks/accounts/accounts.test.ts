import { testCases } from '../../testing/cases.ts';
import { ACCOUNTS, MAC, plist, probed } from '../../testing/machine.ts';

const PASSWD = 'root:x:0:0::/root:/bin/bash\n';
const RSA_2048 = `ssh-rsa ${Buffer.concat([field('ssh-rsa'), field('\x01\x00\x01'), field(`\0${'k'.repeat(256)}`)]).toString('base64')} me`;

function field(text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

testCases({
  'HA-01': {
    pass: { 'etc/passwd': PASSWD },
    fail: { 'etc/passwd': `${PASSWD}toor:x:0:0::/root:/bin/sh\n` },
    not_evaluated: {},
  },
  'HA-02': {
    pass: { ...ACCOUNTS, 'etc/shadow': 'root:*:19000::::::\nagent:!:19000::::::\n' },
    fail: { ...ACCOUNTS, ...probed('shadow', 'root:*\nagent:empty\n') },
    not_evaluated: { ...ACCOUNTS, 'etc/shadow': { text: 'root:*:1\n', mode: 0 } },
  },
  'HA-03': {
    pass: { 'etc/login.defs': 'ENCRYPT_METHOD YESCRYPT\n', 'etc/shadow': 'me:$y$j9T$x$y:1\n' },
    fail: { 'etc/login.defs': 'ENCRYPT_METHOD MD5\n', 'etc/shadow': 'me:$y$j9T$x$y:1\n' },
    not_evaluated: { 'etc/login.defs': 'ENCRYPT_METHOD YESCRYPT\n' },
  },
  'HA-04': {
    pass: {
      'etc/pam.d/common-password': 'password requisite pam_pwquality.so\n',
      'etc/pam.d/common-auth': 'auth required pam_faillock.so preauth\n',
    },
    fail: { 'etc/pam.d/common-password': 'password [success=1] pam_unix.so\n# pam_pwquality.so\n' },
    not_applicable: {},
    not_evaluated: { 'etc/pam.d/common-auth': { mode: 0 } },
  },
  'HA-05': {
    pass: { 'etc/passwd': `${PASSWD}www-data:x:33:33::/var/www:/usr/sbin/nologin\n` },
    fail: { 'etc/passwd': `${PASSWD}www-data:x:33:33::/var/www:/bin/bash\n` },
    not_evaluated: {},
  },
  'HA-06': {
    base: MAC,
    pass: { 'Library/Preferences/com.apple.loginwindow.plist': plist({ GuestEnabled: false }) },
    fail: { 'Library/Preferences/com.apple.loginwindow.plist': plist({ autoLoginUser: 'me' }) },
    not_evaluated: { 'Library/Preferences/com.apple.loginwindow.plist': 'bplist00' },
  },
  'HA-07': {
    base: MAC,
    pass: probed('screen_lock', 'screenLock delay is 300 seconds\n'),
    fail: probed('screen_lock', 'screenLock is off\n'),
    not_evaluated: {},
  },
  'HA-08': {
    base: MAC,
    pass: { 'Users/me/': 0o750, 'Users/boss/': 0o750, ...probed('admins', 'GroupMembership: root boss\n') },
    fail: { 'Users/me/': 0o750, ...probed('admins', 'GroupMembership: root me\n') },
    not_applicable: probed('admins', 'GroupMembership: root\n'),
    not_evaluated: {},
  },
  'HA-09': {
    pass: { 'home/me/': 0o750, 'etc/login.defs': 'UMASK 027\n' },
    fail: { 'home/me/': 0o777 },
    not_applicable: {},
    not_evaluated: { 'home/me/': 0o750, 'home/': 0o700 },
  },
  'HA-10': {
    pass: {
      'home/me/.ssh/authorized_keys': { text: 'ssh-ed25519 AAAA me\n', mode: 0o600 },
      'home/me/.ssh/': 0o755,
    },
    fail: { 'home/me/.ssh/authorized_keys': { text: `${RSA_2048}\n`, mode: 0o600 } },
    not_applicable: { 'home/me/': 0o750 },
    not_evaluated: { 'home/me/.ssh/authorized_keys': { mode: 0o600 }, 'home/me/.ssh/': 0o700 },
  },
});

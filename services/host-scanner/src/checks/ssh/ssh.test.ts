import { testCases } from '../../testing/cases.ts';
import { dpkg, processes, tcp } from '../../testing/machine.ts';

const CONFIG = 'etc/ssh/sshd_config';
const denied = { [CONFIG]: { text: '', mode: 0 } };

testCases({
  'HS-01': {
    pass: {
      [CONFIG]: 'Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\n',
      'etc/ssh/sshd_config.d/10-root.conf': 'PermitRootLogin no\n',
    },
    fail: { [CONFIG]: '#PermitRootLogin no\nPermitRootLogin yes\n' },
    not_applicable: {},
    not_evaluated: denied,
  },
  'HS-02': {
    pass: { [CONFIG]: 'PasswordAuthentication no\n' },
    fail: { [CONFIG]: '', 'proc/net/tcp': tcp([22]), ...processes() },
    not_applicable: {},
    not_evaluated: denied,
  },
  'HS-03': {
    pass: { [CONFIG]: '', ...dpkg(['openssh-server', '1:9.2p1-2+deb12u7']) },
    fail: { [CONFIG]: 'Ciphers aes256-ctr,aes128-cbc\n' },
    not_applicable: {},
    not_evaluated: { [CONFIG]: '' },
  },
  'HS-04': {
    pass: dpkg(['openssh-server', '1:9.2p1-2+deb12u7']),
    fail: dpkg(['openssh-server', '1:9.2p1-2+deb12u2']),
    not_applicable: dpkg(['bash', '5.2']),
    not_evaluated: {},
  },
  'HS-05': {
    pass: { [CONFIG]: 'MaxAuthTries 4\nLoginGraceTime 1m\nClientAliveInterval 15\n' },
    fail: { [CONFIG]: 'MaxAuthTries 10\n' },
    not_applicable: {},
    not_evaluated: denied,
  },
  'HS-06': {
    pass: { [CONFIG]: 'AllowGroups ssh-users\n' },
    fail: { [CONFIG]: '', 'proc/net/tcp': tcp([22]) },
    not_applicable: { [CONFIG]: '', 'proc/net/tcp': tcp([22, 'loopback']) },
    not_evaluated: denied,
  },
  'HS-07': {
    pass: { [CONFIG]: 'DisableForwarding yes\n' },
    fail: { [CONFIG]: 'X11Forwarding yes\n' },
    not_applicable: {},
    not_evaluated: denied,
  },
  'HS-08': {
    pass: {
      'home/me/.ssh/id_rsa': {
        text: '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n',
        mode: 0o600,
      },
    },
    fail: { 'home/me/.ssh/id_rsa': { text: '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n', mode: 0o600 } },
    not_applicable: { 'home/me/.ssh/id_rsa.pub': 'ssh-rsa AAAA' },
    not_evaluated: { 'home/me/.ssh/id_rsa': { mode: 0o600 }, 'home/me/.ssh/': 0o700 },
  },
});

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { SshdConfig } from '../../ssh/sshd-config.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, pass } from '../results.ts';
import { isExposed, judgeServer } from './server.ts';

const SSH = {
  category: 'ssh',
  platforms: ['linux'],
  reads: ['/etc/ssh/sshd_config with what it includes', '/proc/net/tcp'],
} as const;
const RELOAD = 'then: sshd -t && systemctl reload ssh';

export const rootLogin: HostCheck = {
  ...SSH,
  id: 'HS-01',
  title: 'root may log in over SSH with a password',
  why: 'The name is known, so only the password is left to guess, and there is no trace of who it was.',
  severity: 'high',
  exposes: true,
  fix: `printf 'PermitRootLogin no\\n' > /etc/ssh/sshd_config.d/10-root.conf; ${RELOAD}`,
  references: ['cis-debian12.5.1.20', 'nist-800-53.ac-6', 'attack.t1021.004'],
  async evaluate(facts) {
    return await judgeServer(facts, (config) => {
      const set = config.get('PermitRootLogin');
      const results: CheckResult[] = [];
      if (set?.value.toLowerCase() === 'yes')
        results.push(fail('PermitRootLogin', `PermitRootLogin yes (${set.from})`));
      else
        results.push(
          pass(
            'PermitRootLogin',
            set === null
              ? 'Not set; the default is prohibit-password.'
              : `PermitRootLogin ${set.value} (${set.from})`,
          ),
        );
      for (const { value, criteria, from } of config.matched('PermitRootLogin'))
        if (value.toLowerCase() === 'yes')
          results.push(
            fail(`PermitRootLogin for ${criteria}`, `PermitRootLogin yes (${from})`, { severity: 'medium' }),
          );
      return results;
    });
  },
};

export const passwordLogin: HostCheck = {
  ...SSH,
  id: 'HS-02',
  title: 'SSH takes passwords from the network',
  why: 'Passwords are guessed all day long on every address; keys are not.',
  severity: 'high',
  exposes: true,
  platforms: ['linux', 'darwin'],
  fix: `printf 'PasswordAuthentication no\\nKbdInteractiveAuthentication no\\n' > /etc/ssh/sshd_config.d/10-keys.conf; ${RELOAD}`,
  references: ['cis-debian12.5.1', 'nist-800-53.ia-2', 'attack.t1110'],
  async evaluate(facts) {
    return await judgeServer(facts, (config) => {
      const set = config.get('PasswordAuthentication');
      const exposed = isExposed(facts, config);
      const shown =
        set === null ? 'Not set; the default is yes' : `PasswordAuthentication ${set.value} (${set.from})`;
      if (set?.value.toLowerCase() === 'no') return [pass('PasswordAuthentication', `${shown}.`)];
      if (exposed === false)
        return [
          fail('PasswordAuthentication', `${shown}; sshd does not listen beyond loopback now.`, {
            severity: 'low',
          }),
        ];
      return [
        fail(
          'PasswordAuthentication',
          `${shown}${exposed === true ? '; sshd listens beyond loopback' : ''}.`,
        ),
      ];
    });
  },
};

export const loginLimits: HostCheck = {
  ...SSH,
  id: 'HS-05',
  title: 'SSH gives guesses and dead sessions too much room',
  why: 'Few tries and short waits make guessing and exhausting the server slower.',
  severity: 'low',
  fix: `printf 'MaxAuthTries 4\\nLoginGraceTime 60\\nClientAliveInterval 15\\nClientAliveCountMax 3\\n' > /etc/ssh/sshd_config.d/10-limits.conf; ${RELOAD}`,
  references: ['cis-debian12.5.1.16', 'cis-debian12.5.1.13', 'cis-debian12.5.1.7', 'nist-800-53.ac-12'],
  async evaluate(facts) {
    return await judgeServer(facts, (config) => [
      judgeNumber(config, 'MaxAuthTries', 6, (tries) => tries >= 1 && tries <= 4),
      judgeNumber(config, 'LoginGraceTime', 120, (seconds) => seconds >= 1 && seconds <= 60),
      judgeNumber(config, 'ClientAliveInterval', 0, (seconds) => seconds > 0),
    ]);
  },
};

function judgeNumber(
  config: SshdConfig,
  key: string,
  fallback: number,
  isGood: (value: number) => boolean,
): CheckResult {
  const set = config.get(key);
  const value = set === null ? fallback : secondsOf(set.value);
  const shown = set === null ? `Not set; the default is ${fallback}.` : `${key} ${set.value} (${set.from})`;
  return isGood(value) ? pass(key, shown) : fail(key, shown);
}

/** `2m` and `120` are the same (sshd_config(5), TIME FORMATS). */
function secondsOf(text: string): number {
  const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
  let seconds = 0;
  for (const [, number, unit = ''] of text.toLowerCase().matchAll(/(\d{1,9})([smhdw]?)/g))
    seconds += Number(number) * (units[unit] ?? 1);
  return seconds;
}

export const loginUsers: HostCheck = {
  ...SSH,
  id: 'HS-06',
  title: 'Every account may log in over SSH',
  why: 'A list of who may keeps forgotten and service accounts out, whatever their password.',
  severity: 'low',
  fix: `printf 'AllowGroups ssh-users\\n' > /etc/ssh/sshd_config.d/10-users.conf; ${RELOAD}`,
  references: ['cis-debian12.5.1.4', 'nist-800-53.ac-3'],
  async evaluate(facts) {
    return await judgeServer(facts, (config) => {
      if (isExposed(facts, config) === false)
        return [notApplicable('AllowUsers', 'sshd does not listen beyond loopback.')];
      const set = ['AllowUsers', 'AllowGroups', 'DenyUsers', 'DenyGroups'].flatMap(
        (key) => config.get(key) ?? [],
      );
      return set[0] === undefined
        ? [fail('AllowUsers', 'Neither AllowUsers nor AllowGroups is set.')]
        : [pass('AllowUsers', `Set in ${set[0].from}.`)];
    });
  },
};

export const forwarding: HostCheck = {
  ...SSH,
  id: 'HS-07',
  title: 'SSH sessions may forward ports, agents and displays',
  why: 'A login becomes a way around the firewall to every port on loopback: gateways, brokers, proxies.',
  severity: 'low',
  fix: `printf 'AllowTcpForwarding no\\nAllowAgentForwarding no\\nX11Forwarding no\\n' > /etc/ssh/sshd_config.d/10-forwarding.conf; ${RELOAD}`,
  references: ['cis-debian12.5.1.8', 'nist-800-53.ac-4', 'attack.t1572'],
  async evaluate(facts) {
    return await judgeServer(facts, (config) => {
      if (config.get('DisableForwarding')?.value.toLowerCase() === 'yes')
        return [pass('forwarding', 'DisableForwarding yes')];
      const keys = [
        ['AllowTcpForwarding', 'yes'],
        ['AllowAgentForwarding', 'yes'],
        ['X11Forwarding', 'no'],
      ] as const;
      return keys.map(([key, fallback]) => {
        const set = config.get(key);
        const shown =
          set === null ? `Not set; the default is ${fallback}.` : `${key} ${set.value} (${set.from})`;
        return (set?.value ?? fallback).toLowerCase() === 'no' ? pass(key, shown) : fail(key, shown);
      });
    });
  },
};

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import { refuse } from '@clawnex/shared/posture/outcome.ts';
import type { HostFacts } from '../../facts.ts';
import { parseEffective, type SshdConfig } from '../../ssh/sshd-config.ts';
import { gapsOf, notApplicable, notEvaluated } from '../results.ts';

/** What sshd does: its files where they can be read, else its own answer as root. `missing` where there is no server. */
export async function readServer(facts: HostFacts): Promise<Outcome<SshdConfig>> {
  const files = await facts.sshd();
  if (files.ok || files.code === 'missing') return files;
  const probed = await facts.probe('sshd');
  if (probed.ok) return { ok: true, value: parseEffective(probed.value) };
  return refuse('denied', `${files.message} ${probed.message}`);
}

/** Judges the server's settings, or says why not. */
export async function judgeServer(
  facts: HostFacts,
  judge: (config: SshdConfig) => readonly CheckResult[] | Promise<readonly CheckResult[]>,
): Promise<readonly CheckResult[]> {
  const config = await readServer(facts);
  if (!config.ok)
    return config.code === 'missing'
      ? [notApplicable('sshd', 'No SSH server is set up here (/etc/ssh/sshd_config does not exist).')]
      : [notEvaluated('sshd', config.message)];
  return [...(await judge(config.value)), ...gapsOf('sshd_config', config.value.gaps)];
}

/** Whether sshd takes connections from the network; null where neither sockets nor settings say. */
export function isExposed(facts: HostFacts, config: SshdConfig): boolean | null {
  const port = Number(config.get('Port')?.value ?? '22');
  if (facts.listeners.ok)
    return facts.listeners.value.some((listener) => listener.port === port && listener.beyondLoopback);
  const address = config.get('ListenAddress')?.value;
  return address === undefined ? null : !/^(?:127\.|localhost|\[?::1)/.test(address);
}

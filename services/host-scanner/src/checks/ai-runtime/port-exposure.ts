import type { Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import type { Listener } from '../../network/listeners.ts';
import { fail, nameSome, notApplicable, notEvaluated, pass } from '../results.ts';

export interface WatchedPort {
  readonly port: number;
  readonly name: string;
  readonly severity?: Severity;
}

/** One result for each of the ports that is listened on; unknown where the table of sockets could not be read. */
export function judgePorts(facts: HostFacts, ports: readonly WatchedPort[]): CheckResult[] {
  const { listeners } = facts;
  if (!listeners.ok) return [notEvaluated('listening TCP ports', listeners.message)];
  return ports.flatMap(({ port, name, severity }) => {
    const here = listeners.value.filter((listener) => listener.port === port);
    if (here.length === 0) return [];
    const open = here.filter(({ beyondLoopback }) => beyondLoopback);
    const subject = `TCP port ${port} (${name})`;
    if (open.length === 0) return [pass(subject, describe(facts, here))];
    return [fail(subject, describe(facts, open), severity === undefined ? {} : { severity })];
  });
}

/** The results, or that none of the ports is in use. */
export function orNoneListens(
  results: readonly CheckResult[],
  ports: readonly WatchedPort[],
): readonly CheckResult[] {
  if (results.length > 0) return results;
  const numbers = ports.map(({ port }) => port).join(', ');
  return [notApplicable('listening TCP ports', `None of the ports ${numbers} is listening.`)];
}

function describe({ accounts }: HostFacts, listeners: readonly Listener[]): string {
  const shown = listeners.map(
    ({ address, uid }) => `listens on ${address}${uid === null ? '' : ` as ${accounts.nameOf(uid)}`}`,
  );
  return nameSome([...new Set(shown)]);
}

import type { HostCheck } from '../host-check.ts';
import { fail, nameSome, notEvaluated, pass } from '../results.ts';

const PROCESSES_READ_MAX = 2_000;
const MAPS_BYTES_MAX = 8 * 1_048_576;
const LIBRARY = /\s(\/\S{1,300}\.so[\w.]{0,40}) \(deleted\)$/;

export const deletedLibraries: HostCheck = {
  id: 'HP-08',
  category: 'packages',
  title: 'Programs use libraries that an update replaced',
  why: 'They run with the old library, and its flaws, until they are started again.',
  severity: 'low',
  platforms: ['linux'],
  reads: ['/proc/<pid>/maps (root, or the probe helper, for those of others)'],
  fix: 'systemctl restart <unit> for each, or reboot',
  references: ['nist-800-53.si-2'],
  async evaluate(facts) {
    const probed = await facts.probe('deleted_libraries');
    const found = new Set<string>();
    if (probed.ok) {
      for (const line of probed.value.split('\n')) if (line.trim() !== '') found.add(line.trim());
    } else {
      if (!facts.processes.ok) return [notEvaluated('libraries', facts.processes.message)];
      let denied = 0;
      for (const { pid, args } of facts.processes.value.seen.slice(0, PROCESSES_READ_MAX)) {
        const maps = await facts.root.readText(`/proc/${pid}/maps`, MAPS_BYTES_MAX);
        if (!maps.ok) denied += 1;
        else
          for (const line of maps.value.split('\n')) {
            const library = LIBRARY.exec(line)?.[1];
            if (library !== undefined) found.add(`${args[0] ?? pid} uses ${library}`);
          }
      }
      if (found.size === 0 && denied > 0)
        return [
          notEvaluated(
            'libraries',
            `The maps of ${denied} processes may not be read by this user. ${probed.message}`,
          ),
        ];
    }
    return found.size === 0
      ? [pass('libraries', 'No program uses a library that is gone.')]
      : [fail('libraries', nameSome([...found]))];
  },
};

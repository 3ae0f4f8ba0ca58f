import { comparePep440 } from '../../versions/pep440.ts';
import { compareSemver } from '../../versions/semver.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

/** Ends of support by the projects' own schedules (nodejs/Release, devguide.python.org). Odd Node majors end after half a year. */
const NODE_ENDS: Readonly<Record<number, string>> = {
  18: '2025-04-30',
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
  26: '2029-04-30',
};
const NODE_NEWEST_KNOWN = 26;
const PYTHON_ENDS: Readonly<Record<number, string>> = {
  9: '2025-10-31',
  10: '2026-10-31',
  11: '2027-10-31',
  12: '2028-10-31',
  13: '2029-10-31',
  14: '2030-10-31',
};
const PYTHON_NEWEST_KNOWN = 14;
/** Distributions mend their own Python for as long as they live. */
const FROM_DISTRIBUTION = '/var/lib/dpkg/status';

export const runtimeVersions: HostCheck = {
  id: 'AI-25',
  category: 'ai_runtime',
  title: 'Node or Python is past its end of support',
  why: 'Flaws of the runtime that the agent stack stands on are no longer mended.',
  severity: 'high',
  reads: ['node_version.h, folders of version managers, pyvenv.cfg, /var/lib/dpkg/status'],
  platforms: ['linux', 'darwin'],
  fix: 'Install a supported release (Node 24, Python 3.12 or newer), and rebuild the environments that used the old one.',
  references: ['nist-800-53.sa-22', 'owasp-llm.llm03-2025'],
  async evaluate(facts) {
    const items = (await facts.inventory()).items.filter(
      ({ ecosystem, name }) => ecosystem === 'runtime' && (name === 'node' || name === 'python'),
    );
    if (items.length === 0) return [notApplicable('runtimes', 'No Node or Python was found.')];
    const today = new Date(facts.now_ms).toISOString().slice(0, 10);
    return items.map(({ name, version, path }) => {
      const subject = `${path} (${name})`;
      const parts = version.split('.').map(Number);
      const line = name === 'node' ? (parts[0] ?? 0) : (parts[1] ?? 0);
      const order = name === 'node' ? compareSemver(version, '0.0.0') : comparePep440(version, '0');
      if (order === null || (name === 'python' && parts[0] !== 3))
        return name === 'python' && parts[0] === 2
          ? fail(subject, `Python ${version}: Python 2 ended on 2020-01-01.`)
          : notEvaluated(subject, `The version ${JSON.stringify(version)} has no known form.`);
      const end = (name === 'node' ? NODE_ENDS : PYTHON_ENDS)[line];
      const newest = name === 'node' ? NODE_NEWEST_KNOWN : PYTHON_NEWEST_KNOWN;
      if (end === undefined && line > newest)
        return pass(subject, `${name} ${version}: newer than the schedule that ships.`);
      if (name === 'python' && path.startsWith(FROM_DISTRIBUTION))
        return pass(subject, `${name} ${version}: kept by the distribution.`);
      if (end === undefined || end < today)
        return fail(
          subject,
          `${name} ${version}: support ended ${end === undefined ? 'long ago' : `on ${end}`}.`,
        );
      return pass(subject, `${name} ${version}: supported until ${end}.`);
    });
  },
};

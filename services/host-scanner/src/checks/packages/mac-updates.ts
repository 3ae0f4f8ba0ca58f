import { readPlist } from '../../plists/read-plist.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';

const FILE = '/Library/Preferences/com.apple.SoftwareUpdate.plist';
const WANTED: readonly (readonly [key: string, what: string])[] = [
  ['AutomaticCheckEnabled', 'looking for updates'],
  ['CriticalUpdateInstall', 'installing security responses'],
  ['ConfigDataInstall', 'updating the malware definitions'],
];

export const macUpdates: HostCheck = {
  id: 'HP-07',
  category: 'packages',
  title: 'The Mac does not install security updates by itself',
  why: 'Flaws are exploited within days; people look at updates when they have time.',
  severity: 'high',
  platforms: ['darwin'],
  reads: [FILE],
  fix: 'sudo defaults write /Library/Preferences/com.apple.SoftwareUpdate CriticalUpdateInstall -bool true; the same for ConfigDataInstall and AutomaticCheckEnabled',
  references: ['cis-macos.1.2', 'cis-macos.1.6', 'nist-800-53.si-2'],
  async evaluate({ root }) {
    const plist = await readPlist(root, FILE);
    if (!plist.ok) return [notEvaluated(FILE, plist.message)];
    return WANTED.map(([key, what]) => {
      const value = plist.value.get(key);
      // Current systems do all three where nothing is set.
      if (value === undefined) return pass(key, `${what}: not set, which means on.`);
      return value === true || value === 1 ? pass(key, `${what}: on.`) : fail(key, `${what}: off.`);
    });
  },
};

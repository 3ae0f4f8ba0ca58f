import type { Patch } from '../fixes/patch.ts';
import type { InstanceFiles } from '../openclaw/state-files.ts';
import { hitAtLine } from './hit-in-file.ts';
import type { Hit, TrustCheck } from './trust-check.ts';
import { always, atLeast } from './weights.ts';

/** Bits of group and others that let them read or change a file. */
const OTHERS_READ = 0o044;
const OTHERS_WRITE = 0o022;
const OTHERS_PASS = 0o011;
/** Files named in the evidence; the fix mends all. */
const NAMED_MAX = 8;

export const fileChecks: readonly TrustCheck[] = [
  {
    id: 'FS-01',
    product: 'files',
    title: 'Other users can read or change the agents’ settings, secrets or sessions',
    why: 'The files hold provider keys, gateway secrets, device keys and every conversation. Who may write the settings decides what agents do.',
    severity: 'high',
    vendor: [
      'fs.state_dir.perms_world_writable',
      'fs.state_dir.perms_group_writable',
      'fs.state_dir.perms_readable',
      'fs.config.perms_writable',
      'fs.config.perms_world_readable',
      'fs.config.perms_group_readable',
      'fs.config_include.perms_writable',
      'fs.config_include.perms_world_readable',
      'fs.config_include.perms_group_readable',
      'fs.credentials_dir.perms_writable',
      'fs.credentials_dir.perms_readable',
      'fs.auth_profiles.perms_writable',
      'fs.auth_profiles.perms_readable',
      'fs.sessions_store.perms_readable',
      'fs.log_file.perms_readable',
    ],
    references: ['owasp-llm.llm02-2025'],
    find: ({ files }) => files.flatMap(judgeModes),
  },
  {
    id: 'FS-02',
    product: 'files',
    title: 'Settings lie behind a link',
    why: 'Another place then decides over the settings, and the program cannot write them safely.',
    severity: 'medium',
    vendor: ['fs.config.symlink', 'fs.state_dir.symlink'],
    references: [],
    find: ({ files }) =>
      files.flatMap(({ links }) => [
        ...links.map(
          (file): Hit =>
            hitAtLine(file, 1, {
              weight: always('low'),
              patches: [{ kind: 'unlink', file }],
              side_effects: 'A copy of the file takes the place of the link.',
              part: 'link',
            }),
        ),
      ]),
  },
  {
    id: 'IN-01',
    product: 'files',
    title: 'A file that agents load tells them to act against you',
    why: 'Agents take these files as the owner’s word, at every start.',
    severity: 'high',
    vendor: [],
    references: ['owasp-asi.asi01-2026', 'mitre-atlas.aml.t0051'],
    find: ({ instructions }) =>
      instructions.flatMap(({ file, signs }) =>
        signs.map(({ line, words, rule, mark }) =>
          hitAtLine(file, line, {
            weight: atLeast(
              rule === 'exfiltration' || rule === 'hidden' ? 'high' : 'medium',
              `surface:instructions:${file}`,
            ),
            patches: [{ kind: 'line', file, line, after: null }],
            title: `A line ${words}`,
            say: rule,
            side_effects: 'The line is taken out; read the rest of the file.',
            part: `${rule} ${mark}`,
          }),
        ),
      ),
  },
];

function judgeModes({ folder, top, reachable, entries }: InstanceFiles): Hit[] {
  const open = entries.filter(({ mode }) => (mode & (OTHERS_READ | OTHERS_WRITE)) !== 0);
  const folderOpen = top !== null && (top & OTHERS_WRITE) !== 0;
  if (open.length === 0 && !folderOpen) return [];
  const passable = reachable && (top === null || (top & OTHERS_PASS) !== 0);
  const writable = folderOpen || open.some(({ mode }) => (mode & OTHERS_WRITE) !== 0);
  const named = open.slice(0, NAMED_MAX).map(({ path, mode }) => `~${path} ${octal(mode)}`);
  const more = open.length > NAMED_MAX ? [`and ${open.length - NAMED_MAX} more`] : [];
  const patches: Patch[] = [
    ...(top !== null && (top & 0o077) !== 0 ? [{ kind: 'mode', file: folder, after: 0o700 } as const] : []),
    ...open.map(({ path, mode }) => ({ kind: 'mode', file: path, after: mode & 0o700 }) as const),
  ];
  const where = top === null ? 'the folder’s mode is not known' : `the folder has mode ${octal(top)}`;
  return [
    {
      subject: `~${folder}`,
      place: { file: folder, pointer: '', line: 1 },
      evidence: [`${where}${passable ? '' : ', and others are kept out for now'}`, ...named, ...more].join(
        '; ',
      ),
      weight: always(!passable ? 'low' : writable ? 'critical' : 'high'),
      fix: { patches, restart: null, side_effects: `The same as chmod -R go-rwx ~${folder}` },
    },
  ];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

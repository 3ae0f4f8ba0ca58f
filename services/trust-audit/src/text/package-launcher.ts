/** How a command gets the program that it starts. */
export interface Launch {
  readonly kind: 'npm' | 'python' | 'docker';
  /** As written, with its version where it has one. */
  readonly package: string;
  readonly isPinned: boolean;
  /** Arguments that start the same package without fetching a newer one. */
  readonly offlineArgs: readonly string[];
}

const NPM = ['npx', 'bunx', 'pnpx'];
const EXACT = /^\d+\.\d+(?:\.\d+)?[\w.+-]*$/;

/** The package that a command fetches when it starts; null for a command that is there already. */
export function readLaunch(command: string, args: readonly string[]): Launch | null {
  const name = (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd)$/i, '');
  if (name === 'cmd' && args[0]?.toLowerCase() === '/c' && args[1] !== undefined)
    return readLaunch(args[1], args.slice(2));
  if (NPM.includes(name)) return readNpm(args);
  if (
    (name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bun') &&
    ['exec', 'dlx', 'x'].includes(args[0] ?? '')
  )
    return readNpm(args.slice(1));
  if (name === 'uvx' || name === 'pipx') return readPython(name === 'pipx' ? args.slice(1) : args);
  if (name === 'uv' && args[0] === 'tool' && args[1] === 'run') return readPython(args.slice(2));
  if (name === 'docker' || name === 'podman') return readDocker(args);
  return null;
}

function readNpm(args: readonly string[]): Launch | null {
  const named = optionOf(args, ['-p', '--package']);
  const position = args.findIndex((arg) => !arg.startsWith('-') && arg !== named);
  const spec = named ?? args[position];
  if (spec === undefined) return null;
  if (args.some((arg) => arg === '--no-install' || arg === '--no' || arg === '--offline')) return null;
  const at = spec.lastIndexOf('@');
  const version = at > 0 ? spec.slice(at + 1) : '';
  const bare = at > 0 ? spec.slice(0, at) : spec;
  const rest = named === undefined ? args.slice(position + 1) : args.slice(position);
  const offlineArgs = ['--no-install', bare, ...rest];
  return { kind: 'npm', package: spec, isPinned: EXACT.test(version), offlineArgs };
}

function readPython(args: readonly string[]): Launch | null {
  if (args.includes('--offline')) return null;
  const from = optionOf(args, ['--from', '--spec']);
  const spec = from ?? args.find((arg) => !arg.startsWith('-'));
  if (spec === undefined) return null;
  const version = spec.split('==')[1] ?? spec.split('@')[1] ?? '';
  const isPinned = EXACT.test(version) || /@[0-9a-f]{40}$/.test(spec);
  return { kind: 'python', package: spec, isPinned, offlineArgs: ['--offline', ...args] };
}

/** Options of `docker run` that are followed by a value. */
const WITH_VALUE = [
  '-e',
  '--env',
  '-v',
  '--volume',
  '--mount',
  '-p',
  '--publish',
  '--name',
  '--network',
  '-u',
  '--user',
  '-w',
  '--env-file',
  '--entrypoint',
];

function readDocker(args: readonly string[]): Launch | null {
  const run = args.indexOf('run');
  if (run === -1 || args.includes('--pull=never')) return null;
  for (let at = run + 1; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (WITH_VALUE.includes(arg)) at += 1;
    else if (!arg.startsWith('-')) {
      const isPinned = arg.includes('@sha256:') || /:v?\d[\w.-]*$/.test(arg);
      const offlineArgs = [...args.slice(0, run + 1), '--pull=never', ...args.slice(run + 1)];
      return { kind: 'docker', package: arg, isPinned, offlineArgs };
    }
  }
  return null;
}

function optionOf(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    for (const name of names) {
      if (arg === name) return args[index + 1];
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
    }
  }
  return undefined;
}

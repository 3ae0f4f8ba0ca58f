/** Lines longer than this are generated; their head decides. Keeps every look linear and short. */
const LINE_LENGTH_MAX = 4_000;
const LOADERS = new Set(['curl', 'wget', 'fetch', 'aria2c']);
const DECODERS = ['base64', 'base32', 'xxd', 'openssl'];
const SHELLS = /^(?:sh|bash|zsh|dash|ksh|ash|fish|python\d?|perl|ruby|node|php|osascript)$/;
/** Words before the program that a pipe ends in. */
const PREFIXES = new Set(['sudo', 'env', 'nohup', 'exec', 'command', '-E', '-n']);
/** A program that lies where everyone may write was not installed. */
const TEMPORARY_PROGRAM = /(?:^|[\s="'>])(?:\/tmp|\/var\/tmp|\/dev\/shm)\/[\w./-]{1,200}/;

/** What is suspicious about one line of a file that is run at login, at boot or by a schedule; null for nothing. */
export function findSuspicion(raw: string, runsPrograms: boolean): string | null {
  const line = raw.slice(0, LINE_LENGTH_MAX).trim();
  if (line === '' || line.startsWith('#') || line.startsWith(';')) return null;
  if (line.includes('/dev/tcp/')) return 'opens a network connection from the shell';
  const piped = pipesIntoShell(line);
  if (piped !== null) return piped;
  if (runsSubstitution(line)) return 'runs what it downloads';
  if (runsPrograms && TEMPORARY_PROGRAM.test(line)) return 'runs a program from a temporary folder';
  return null;
}

function pipesIntoShell(line: string): string | null {
  const stages = line.split('|');
  let source: string | null = null;
  for (const stage of stages) {
    const words = stage.split(/[\s;&(`"'=<>]+/).filter((word) => word !== '');
    const program = words.find((word) => !PREFIXES.has(word)) ?? '';
    if (source !== null && SHELLS.test(baseName(program))) return `${source} into ${baseName(program)}`;
    if (words.some((word) => LOADERS.has(baseName(word)))) source = 'pipes a download';
    else if (source === null && words.some((word) => DECODERS.includes(baseName(word)) && decodes(words)))
      source = 'pipes decoded text';
  }
  return null;
}

function decodes(words: readonly string[]): boolean {
  return words.some((word) => ['-d', '-D', '--decode', '-r', '-di'].includes(word));
}

/** `eval "$(curl ..)"`, `sh -c "$(curl ..)"`, `bash <(curl ..)`, `source <(wget ..)`. */
function runsSubstitution(line: string): boolean {
  const starts = ['$(', '<(', '`'].flatMap((mark) => {
    const at = line.indexOf(mark);
    return at === -1 ? [] : [at + mark.length];
  });
  const runs = /(?:^|[\s;&=/'"])(?:eval|source|\.|sh|bash|zsh|dash)\s/.test(line);
  return runs && starts.some((at) => LOADERS.has(baseName(line.slice(at).trimStart().split(/\s/)[0] ?? '')));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where runtimes keep their state inside a user's home, unless told otherwise. `~/.openclaw-<name>` is a profile's. */
export const HOME_FOLDERS = [
  '.openclaw',
  '.openclaw-*',
  '.claude',
  '.codex',
  '.gemini',
  '.local/share/opencode',
  '.hermes',
] as const;

/** Homes of the machine's users on Linux and macOS. */
const USER_HOMES = ['/home/*', '/root', '/Users/*'] as const;

/**
 * State folders of all runtimes: of this user, and of every other one, unless HOME was pointed elsewhere. Who does that
 * wants to be left alone with what lies there.
 */
export function defaultHomes(env: NodeJS.ProcessEnv, accountHome: string): readonly string[] {
  const redirected = env['HOME'] !== undefined && env['HOME'] !== accountHome;
  const users = redirected ? ['~'] : ['~', ...USER_HOMES];
  return users.flatMap((home) => HOME_FOLDERS.map((folder) => `${home}/${folder}`));
}

/** A command longer than this is cut: no hook needs more, and each expression then has little to look at. */
const COMMAND_LENGTH_MAX = 8_192;

const SIGNS: readonly { readonly sign: RegExp; readonly words: string }[] = [
  {
    sign: /\b(?:curl|wget|fetch|iwr|invoke-webrequest)\b[^|\n]{0,1000}\|\s{0,8}(?:sudo\s{1,8})?(?:env\s{1,8})?(?:ba|z|da|k)?sh\b/i,
    words: 'pipes a download into a shell',
  },
  {
    sign: /\b(?:curl|wget)\b[^|\n]{0,1000}\|\s{0,8}(?:sudo\s{1,8})?(?:python[\d.]{0,4}|node|perl|ruby|php)\b/i,
    words: 'pipes a download into an interpreter',
  },
  {
    sign: /\b(?:ba|z|da)?sh\s{1,8}(?:-c\s{1,8})?["']?(?:<\(|\$\(|`)\s{0,8}(?:curl|wget)\b/i,
    words: 'runs a download',
  },
  {
    sign: /\bbase64\s{1,8}(?:-d|-D|--decode)\b[^|\n]{0,500}\|\s{0,8}(?:ba|z|da)?sh\b/i,
    words: 'runs decoded text',
  },
  {
    sign: /\beval\b[^\n]{0,300}\b(?:base64|curl|wget|atob)\b/i,
    words: 'evaluates decoded or downloaded text',
  },
  {
    sign: /(?:^|[\s"'=])\/(?:tmp|var\/tmp|dev\/shm)\/[^\s"']{1,200}/,
    words: 'runs something from a folder that anyone may write',
  },
  {
    sign: /\b(?:nc|ncat|netcat)\b[^\n]{0,200}\s-e\b|\/dev\/tcp\//i,
    words: 'opens a shell to another machine',
  },
];

/** What makes a command one that nobody should run unasked; null when nothing does. */
export function judgeCommand(command: string): string | null {
  const text = command.slice(0, COMMAND_LENGTH_MAX);
  return SIGNS.find(({ sign }) => sign.test(text))?.words ?? null;
}

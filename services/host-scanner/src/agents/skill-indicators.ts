export interface Indicator {
  readonly line: number;
  readonly what: string;
  readonly shown: string;
  /** Published as a mark of a campaign, not just suspicious. */
  readonly certain: boolean;
}

const LINE_LENGTH_MAX = 4_000;
const SHOWN_LENGTH = 160;

/** Published marks of the campaigns against skill registries in 2026. */
const CERTAIN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['names an address of a known campaign', /\b91\.92\.242\.30\b/],
  [
    'names a program of a known campaign',
    /\bopenclaw-agent\.(?:zip|exe)\b|\bopenclawcli\.zip\b|\bOpenClawProvider\b/i,
  ],
  ['names a package of a known campaign', /@openclaw-ai\/openclawai\b/],
];
const SUSPICIOUS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'fetches an archive with a password',
    /\b(?:password|passwd|pass)\b.{0,30}\b(?:openclaw|poly)\b.{0,80}\bzip\b|\bzip\b.{0,80}\b(?:password|passwd|pass)\b.{0,30}\b(?:openclaw|poly)\b|\bunzip\s{1,4}-P\b/i,
  ],
  [
    'fetches from a paste site',
    /https?:\/\/(?:www\.)?(?:glot\.io|pastebin\.com|rentry\.co|paste\.ee|hastebin\.com|ghostbin\.\w{2,5})\//i,
  ],
  [
    'uses a tunnel for strangers',
    /\b(?:bore\.pub|ngrok\.io|ngrok-free\.app|serveo\.net|trycloudflare\.com)\b/i,
  ],
  [
    'sends to a collector',
    /https?:\/\/(?:[\w-]{1,60}\.)?(?:webhook\.site|requestbin\.\w{2,6}|pipedream\.net|burpcollaborator\.net|oast\.\w{2,6}|interact\.sh)\b/i,
  ],
  ['runs decoded text', /\bbase64\s{1,4}(?:-d|-D|--decode)\b[^|\n]{0,200}\|\s{0,4}(?:ba|z|da)?sh\b/i],
  [
    'runs decoded text',
    /\b(?:eval|exec|Function)\s{0,4}\(\s{0,4}(?:atob|Buffer\.from|base64\.b64decode|bytes\.fromhex)\b/,
  ],
  [
    'takes a program from an address without a name',
    /\b(?:curl|wget)\b[^\n]{0,200}https?:\/\/\d{1,3}(?:\.\d{1,3}){3}/i,
  ],
  [
    'reads wallets, keys or memories',
    /(?:\.openclaw|\.clawdbot|\.moltbot)\/(?:\.env|credentials|openclaw\.json|identity)\b.{0,200}(?:https?:\/\/|\bcurl\b|\bfetch\b)/i,
  ],
];
/** Names that were squatted: misspelt registries, and a tool's name with random letters behind it. */
const SQUATTED = /^(?:clawhub1|cllawhub|clawhub-[a-z0-9]{5}|clawhubb|openclaw-agent|authtool)$/i;

/** Marks of malware in a skill's text, or in its name where the text is empty. */
export function findIndicators(text: string, name: string): readonly Indicator[] {
  if (name !== '' && SQUATTED.test(name))
    return [{ line: 0, what: `"${name}" is a name that a known campaign used`, shown: name, certain: true }];
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.slice(0, LINE_LENGTH_MAX);
    const found = (patterns: typeof CERTAIN) => patterns.find(([, pattern]) => pattern.test(line))?.[0];
    const certain = found(CERTAIN);
    const what = certain ?? found(SUSPICIOUS);
    if (what === undefined) return [];
    return [
      { line: index + 1, what, shown: line.trim().slice(0, SHOWN_LENGTH), certain: certain !== undefined },
    ];
  });
}

import type { Category } from '@clawnex/proto/scan.ts';

/** Categories that are commonly written about. A key is a key wherever it stands. */
const QUOTABLE: ReadonlySet<Category> = new Set([
  'injection',
  'jailbreak',
  'extraction',
  'delimiter',
  'memory_tampering',
  'tool_abuse',
  'exfiltration',
  'command',
  'command_and_control',
  'sensitive_path',
  'supply_chain',
  'hidden_text',
  'output_leak',
]);

/** Text looked at on each side of a hit for signs of documentation: near it, and in the chapter it stands in. */
const NEIGHBOURHOOD = 800;
const CHAPTER = 3_000;
/** Different words of documentation near a hit that nothing but a manual has. */
const MANUAL_WORDS = 6;
/** Different words of documentation in a chapter that make it one about attacks. */
const CHAPTER_WORDS = 5;
const QUOTE_REACH = 160;
/** Readings in which the words stand as anyone reads them; what is encoded is no quotation. */
const OPEN_VIEWS: ReadonlySet<string> = new Set(['raw', 'normalised', 'leet']);
const BEYOND_ASCII = /[\u0080-\uffff]/;
const DOCUMENTATION =
  /\b(?:for example|e\.g\.|such as|for instance|prompt[- ]injections?|attackers?|attacks?|adversar\w{2,6}|owasp|mitre|vulnerab\w{3,8}|mitigat\w{2,6}|exploit\w{0,5}|malicious|detect(?:s|ed|ion|ing)?|jailbreak(?:s|ing)?|payloads?|security|defen[cs]e|defend|threats?|red[- ]team\w{0,5}|test cases?|examples?|documentation|guardrails?|research(?:ers)?|phrases? like|known as|technique|prompt engineering|prompting|prompt templates?|few-shot|zero-shot|chain[- ]of[- ]thought|large language models?|llms|fine-tun\w{1,4}|benchmarks?|papers?|beispiel|exemple|ejemplo)\b/g;

/** The same in other languages, by the stems that their words share; no word edges, since ASCII's do not hold there. */
const DOCUMENTATION_ELSEWHERE =
  /ejemplo|exemplo|par exemple|beispiel|esempio|например|пример|例えば|例如|示例|예를 들|예시|उदाहरण|مثال|ataque|atacante|attaque|attaquant|angriff|angreifer|attacco|атак|злоумышленник|攻击|攻擊|攻撃|공격|हमल|هجوم|inyecci|injeç|инъекц|注入|インジェクション|인젝션|주입|इंजेक्शन|vulnerabil|vulnérab|schwachstelle|уязвим|漏洞|脆弱|취약|भेद्यता|mitiga|митигац|缓解|緩和|완화|seguridad|segurança|sécurité|sicherheit|безопасност|セキュリティ|보안|सुरक्षा|escenario|cenário|scénario|сценари|场景|シナリオ|시나리오|परिदृश्य/g;

/** Where a hit stands and what it is about. */
export interface Place {
  readonly category: Category;
  readonly view: string;
  readonly start: number;
  readonly end: number;
}

export interface Quotation {
  /** What the hit's weight is multiplied by. */
  readonly factor: number;
  readonly reason: string;
}

export const NOT_QUOTED: Quotation = { factor: 1, reason: '' };

/**
 * Whether the hit reads as a quotation. Lowers, never clears: an attacker can write "for example" too, so even a hit
 * that is quoted among documentation keeps half its weight.
 */
export function weighQuotation(hit: Place, text: string): Quotation {
  if (!QUOTABLE.has(hit.category) || !OPEN_VIEWS.has(hit.view)) return NOT_QUOTED;
  const words = documentationWords(text, hit, NEIGHBOURHOOD);
  const marked = isMarked(text, hit);
  if (words >= MANUAL_WORDS) return { factor: 0.4, reason: 'in a manual about attacks' };
  if (marked && words >= 2) return { factor: 0.5, reason: 'quoted among words of documentation' };
  if (words >= 4) return { factor: 0.6, reason: 'among words of documentation' };
  if (marked && words >= 1)
    return { factor: 0.75, reason: 'in quotation marks or a code block, with a word of documentation' };
  if (documentationWords(text, hit, CHAPTER) >= CHAPTER_WORDS)
    return { factor: 0.75, reason: 'in a chapter about attacks' };
  return NOT_QUOTED;
}

/** How many different words of documentation stand within `reach` of the hit. */
function documentationWords(text: string, hit: Place, reach: number): number {
  const around =
    text.slice(Math.max(0, hit.start - reach), hit.start).toLowerCase() +
    ' ' +
    text.slice(hit.end, hit.end + reach).toLowerCase();
  const words = new Set(Array.from(around.matchAll(DOCUMENTATION), (match) => match[0]));
  if (BEYOND_ASCII.test(around))
    for (const match of around.matchAll(DOCUMENTATION_ELSEWHERE)) words.add(match[0]);
  return words.size;
}

/** Inside quotation marks on one line, or inside a fence or a code span. */
function isMarked(text: string, hit: Place): boolean {
  const before = text.slice(Math.max(0, hit.start - QUOTE_REACH), hit.start);
  const after = text.slice(hit.end, hit.end + QUOTE_REACH);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const lineEnd = after.indexOf('\n');
  const rest = lineEnd < 0 ? after : after.slice(0, lineEnd);
  if (/^\s{0,3}(?:>|[-*]\s{1,2}["“`'])/.test(line)) return true;
  for (const [open, close] of [
    ['"', '"'],
    ['“', '”'],
    ['`', '`'],
    ['«', '»'],
    ['„', '“'],
    [" '", "'"],
  ] as const) {
    const count = line.split(open).length - 1;
    if (
      count > 0 &&
      (open === close ? count % 2 === 1 : line.lastIndexOf(open) > line.lastIndexOf(close)) &&
      rest.includes(close)
    )
      return true;
  }
  const fences = text.slice(Math.max(0, hit.start - 4_000), hit.start).split('```').length - 1;
  return fences % 2 === 1 && text.slice(hit.end, hit.end + 4_000).includes('```');
}

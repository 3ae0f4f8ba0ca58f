/** Look-alikes of Latin letters in Cyrillic, Greek, Armenian and letter-like symbols (after Unicode's confusables data). */
const PAIRS =
  'аa еe оo рp сc уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl вb кk мm нh тt гr иu пn ьb ѵv ґr єe ӧo ӓa ё' +
  'e αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw σo ϲc ϳj ɑa ɡg ɩi ɪi ʀr ʏy ոn օo սu հh ցg ʋv ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ꜱs ɴn ʟl ʜh ɢg ʙb ꓲi ǀl';

const TABLE = new Map<string, string>();
for (const pair of PAIRS.replaceAll(/\s+/g, ' ').split(' ')) {
  const [from, to] = [...pair];
  if (from === undefined || to === undefined) continue;
  TABLE.set(from, to);
  const upper = from.toUpperCase();
  if (upper !== from && upper.length === 1) TABLE.set(upper, to.toUpperCase());
}

export function foldConfusable(char: string): string | undefined {
  return TABLE.get(char);
}

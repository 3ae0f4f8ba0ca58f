const TURNED = new Map<string, string>();
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  const unit = letter.charCodeAt(0);
  const base = unit & 0x60;
  TURNED.set(letter, String.fromCharCode(base + ((unit - base + 12) % 26) + 1));
}

export function rot13(text: string): string {
  return text.replaceAll(/[a-zA-Z]/g, (letter) => TURNED.get(letter) ?? letter);
}

export function rot13(text: string): string {
  return text.replaceAll(/[a-zA-Z]/g, (letter) => {
    const unit = letter.charCodeAt(0);
    const base = unit & 0x60;
    return String.fromCharCode(base + ((unit - base + 12) % 26) + 1);
  });
}

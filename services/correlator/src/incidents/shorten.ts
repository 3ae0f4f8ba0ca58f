/** Names come from other programs: a long one must not push the rest out of the sentence. */
const NAME_LENGTH_MAX = 80;

/** One printable line of limited length. */
export function shorten(name: string, length_max = NAME_LENGTH_MAX): string {
  const line = name.replaceAll(/\p{C}/gu, '�');
  return line.length <= length_max ? line : `${line.slice(0, length_max - 1)}…`;
}

import { Buffer } from 'node:buffer';

let units = new Uint16Array(4_096);
let bytes = Buffer.from(units.buffer);

/**
 * The UTF-16 units of [from, to) of the text, from index 0 on: a loop over them is quicker than one over a string. Scratch memory,
 * valid until the next call; it grows to the longest stretch asked for.
 */
export function readUnits(text: string, from: number, to: number): Uint16Array {
  if (to - from > units.length) {
    units = new Uint16Array(to - from);
    bytes = Buffer.from(units.buffer);
  }
  bytes.write(from === 0 && to === text.length ? text : text.slice(from, to), 'utf16le');
  return units;
}

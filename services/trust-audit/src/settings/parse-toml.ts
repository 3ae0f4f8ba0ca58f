import { parse } from 'smol-toml';
import { buildNode, explainParse, type Parsed } from './build-node.ts';
import { locateToml } from './locate-toml.ts';

/** A TOML text as nodes. */
export function parseToml(text: string, file: string): Parsed {
  try {
    const value = parse(text);
    const lines = locateToml(text);
    return buildNode(value, file, (pointer) => lines.get(pointer)?.line);
  } catch (error) {
    return { ok: false, message: explainParse(file, 'TOML', error) };
  }
}

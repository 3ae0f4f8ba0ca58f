import JSON5 from 'json5';
import { buildNode, DEPTH_MAX, explainParse, type Parsed } from './build-node.ts';
import { locateValues } from './locate-values.ts';

/** A JSON5 text (JSON and JSON with comments are such) as nodes. */
export function parseJson5(text: string, file: string): Parsed {
  let value: unknown;
  try {
    value = parseFast(text);
  } catch (error) {
    if (error instanceof RangeError)
      return { ok: false, message: `~${file} is nested deeper than ${DEPTH_MAX} levels; it was not read.` };
    return { ok: false, message: explainParse(file, 'JSON5', error) };
  }
  const spans = locateValues(text);
  return buildNode(value, file, (pointer) => spans.get(pointer)?.line);
}

/** Most files are plain JSON, which the engine reads much faster; the other parser tells what is wrong. */
function parseFast(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON5.parse(text);
  }
}

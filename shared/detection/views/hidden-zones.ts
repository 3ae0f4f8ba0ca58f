import { type View, ViewBuilder } from './view.ts';

export interface Zone {
  readonly start: number;
  readonly end: number;
}

/** Longest opening tag looked at. */
const MAX_TAG = 600;
/** Longest comment or element taken as hidden: what a page hides on purpose is short. */
const MAX_ZONE = 8_192;

/** Styles and attributes after which a reader does not see the element's text. */
const HIDING =
  /display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}(?:hidden|collapse)|font-size\s{0,2}:\s{0,2}[01](?:\.\d{1,3})?(?:px|pt|em|rem|%)?\s{0,2}(?:[;"'!]|$)|opacity\s{0,2}:\s{0,2}0(?:\.0\d{0,2})?\s{0,2}(?:[;"'!]|$)|text-indent\s{0,2}:\s{0,2}-\d{3,5}|(?:left|top)\s{0,2}:\s{0,2}-\d{4,5}px|clip\s{0,2}:\s{0,2}rect\(\s{0,2}0|(?:width|height)\s{0,2}:\s{0,2}0(?:px)?\s{0,2}[;"']|\shidden(?:\s|=|>|\/|$)|\saria-hidden\s{0,2}=\s{0,2}["']?true/;
const WHITE_TEXT =
  /(?:^|[\s;"'])color\s{0,2}[:=]\s{0,2}["']?(?:white|#fff(?:fff)?|transparent|rgba\([\d\s,.]{5,24},\s{0,2}0\))/;
const BACKGROUND = /(?:background(?:-color)?|bgcolor)\s{0,2}[:=]\s{0,2}["']?([#\w]{3,12})/;
const TAG_NAME = /[a-z][a-z0-9]{0,15}/y;

/** Stretches of the lower-cased text that HTML comments and styles hide. Each character is passed a bounded number of times. */
export function findHiddenZones(lower: string): Zone[] {
  const zones: Zone[] = [];
  /** Element names that are not closed any more: looked for once. */
  const unclosed = new Set<string>();
  let commentsEnd = true;
  for (let at = lower.indexOf('<'); at >= 0; ) {
    let next = at + 1;
    if (lower.startsWith('<!--', at)) {
      const close = commentsEnd ? lower.indexOf('-->', at + 4) : -1;
      if (close < 0) commentsEnd = false;
      else if (close - at <= MAX_ZONE) {
        zones.push({ start: at + 4, end: close });
        next = close + 3;
      }
    } else next = readElement(lower, at, zones, unclosed) ?? next;
    at = lower.indexOf('<', next);
  }
  return zones;
}

/** Adds the element's zone if its opening tag hides it; answers where to go on. */
function readElement(lower: string, at: number, zones: Zone[], unclosed: Set<string>): number | undefined {
  TAG_NAME.lastIndex = at + 1;
  if (!TAG_NAME.test(lower)) return undefined;
  const name = lower.slice(at + 1, TAG_NAME.lastIndex);
  const tag = lower.slice(TAG_NAME.lastIndex, at + MAX_TAG);
  const close = tag.indexOf('>');
  if (close < 0) return undefined;
  const attributes = tag.slice(0, close);
  if (attributes.length < 5 || !hides(attributes) || unclosed.has(name)) return undefined;
  const start = TAG_NAME.lastIndex + close + 1;
  const end = lower.indexOf(`</${name}`, start);
  if (end < 0) unclosed.add(name);
  if (end < 0 || end - start > MAX_ZONE) return start;
  zones.push({ start, end });
  return end;
}

function hides(attributes: string): boolean {
  if (HIDING.test(attributes)) return true;
  if (!WHITE_TEXT.test(attributes)) return false;
  // White on a colour is a design; white on nothing, or on white, is a secret.
  const ground = BACKGROUND.exec(attributes)?.[1];
  return ground === undefined || ground === 'white' || ground === '#fff' || ground === '#ffffff';
}

/** What the zones say, without the tags inside them. */
export function readHidden(parent: View, zones: readonly Zone[], limit: number): View | undefined {
  const builder = new ViewBuilder(parent);
  for (const { start, end } of zones) {
    if (builder.length + end - start > limit) break;
    let at = start;
    while (at < end) {
      const open = parent.text.indexOf('<', at);
      const stop = open < 0 || open > end ? end : open;
      builder.copy(at, stop);
      if (stop === end) break;
      const close = parent.text.indexOf('>', stop);
      at = close < 0 || close >= end ? end : close + 1;
    }
    if (end < parent.text.length) builder.replace('\n', end, end + 1);
  }
  return builder.length > 0 ? builder.build('hidden') : undefined;
}

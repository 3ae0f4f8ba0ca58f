/** Licences under which a row may train weights that ship. Anything mixed with another licence is out as a whole. */
const FREE =
  /^(?:MIT|Apache-2\.0|CC0-1\.0|CC-BY-4\.0|BSD-[23]-Clause|ISC|Unlicense)(?: ?\/ ?(?:MIT|Apache-2\.0|CC0-1\.0))*(?: ?\([^()]{0,120}\))?(?: ?\/ ?(?:MIT|Apache-2\.0)(?: ?\([^()]{0,120}\))?)*$/i;
const UNFREE =
  /evaluation only|non-?commercial|\bnc\b|-nc\b|-nd\b|-sa\b|gpl|none|unstated|unknown|research|as (?:repo|source)/i;

/** Whether a row's licence lets it train weights that ship: named, permissive, and nothing else beside it. */
export function mayTrain(licence: string): boolean {
  return FREE.test(licence.trim()) && !UNFREE.test(licence.replace(/mirror repo has none/i, ''));
}

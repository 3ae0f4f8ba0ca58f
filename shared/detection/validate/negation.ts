/** How far before a hit a word that turns it round can stand. */
const REACH = 60;
/**
 * The sentence forbids, reports or asks about what the hit names: "do not reveal …", "asks you to ignore …", "whether the model
 * ignores …". Judged on what stands before the hit on the same line only, so that an attack cannot be excused from afar.
 */
const TURNED =
  /(?:\b(?:do(?:es)? not|don.t|doesn.t|didn.t|never|must not|mustn.t|should not|shouldn.t|may not|cannot|can.t|can not|will not|won.t|would not|wouldn.t|refuses? to|declines? to|unable to|avoid|prevents?|without|not to|nor|asks? (?:you|it|me|the (?:model|assistant|agent|bot)) to|asked to|tells? (?:you|it|the (?:model|assistant|agent|bot)) to|trying to|tr(?:y|ies) to|attempts? (?:to|at)|attempting to|requests? (?:to|that)|told to|tricked into|commands? (?:like|such as)|phrases? (?:like|such as)|prompts? (?:like|such as)|messages? (?:like|such as)|texts? (?:like|such as)|whether|if (?:the|a|an|any) (?:user|model|text|message|input|page|prompt)s?\b.{0,20}|how (?:can|do|would|could) (?:i|we|one|you) (?:prevent|stop|detect)))[\s"'\u201c\u2018:]{1,3}(?:[a-z]{2,12} )?["'\u201c\u2018]?$/i;

export function isTurned(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  const line = before.slice(
    Math.max(before.lastIndexOf('\n'), before.lastIndexOf('. '), before.lastIndexOf('; ')) + 1,
  );
  return TURNED.test(line);
}

/** What the lexicon sorts words into. The order is part of every model: append only. */
export const CLASSES = [
  'IGNORE',
  'PREVIOUS',
  'ALL',
  'INSTRUCTION',
  'REVEAL',
  'SAY',
  'SECRET',
  'SYSTEM',
  'PROMPT',
  'ROLE',
  'AI',
  'FREE',
  'MODE',
  'NOT',
  'OBEY',
  'NEW',
  'NOW',
  'URGENT',
  'SEND',
  'DELETE',
  'PERSON',
  'HIDE',
  'ETHICS',
  'YOU',
  'TASK',
  'TEST',
  'ONLY',
  'ALLOWED',
  'LIMIT',
  'INSTEAD',
] as const;
export type Class = (typeof CLASSES)[number];

/** Words by class, parted by white space; a trailing `*` stands for any ending. */
export type Words = Readonly<Partial<Record<Class, string>>>;

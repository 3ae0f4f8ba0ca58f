import type { Random } from './random.ts';

/** Ordinary work: what an agent is asked and answers all day. */
interface Turn {
  readonly ask: string;
  readonly answer: string;
}

type Turns = readonly [Turn, ...Turn[]];

const RESEARCH: Turns = [
  {
    ask: 'Summarise the three newest papers on retrieval evaluation in five sentences each.',
    answer:
      'The first paper compares graded relevance with pairwise preference and finds that they agree on nine of ten queries.',
  },
  {
    ask: 'Which of these vendors publish a security contact? Make a table.',
    answer:
      '| vendor | contact |\n|---|---|\n| Northwind | security@northwind.example |\n| Contoso | none found |',
  },
  {
    ask: 'Compare the two quotes in notes/quotes.md and recommend one.',
    answer: 'The second quote is 12 % cheaper over three years because maintenance is included.',
  },
];
const SUPPORT: Turns = [
  {
    ask: 'Customer 1182 asks why the invoice of October shows two lines. Draft an answer.',
    answer:
      'Hello, the second line is the credit for the days the service was down. You pay only the difference.',
  },
  {
    ask: 'Classify the last twenty tickets by product and urgency.',
    answer: 'Eleven concern billing, six the mobile app, three are praise. Two are urgent: 4471 and 4480.',
  },
  {
    ask: 'Translate the outage notice into French and German.',
    answer: 'Der Dienst war von 9:12 bis 9:40 Uhr nicht erreichbar. Die Ursache ist behoben.',
  },
];
const DEVELOPER: Turns = [
  {
    ask: 'The test in cart.test.ts fails on CI only. Find out why.',
    answer:
      'The test compares dates as local text; CI runs in UTC. I changed it to compare milliseconds and it passes in both.',
  },
  {
    ask: 'Run the linter and fix what it reports.',
    answer: 'Four unused imports removed, one missing await added. `npm run lint` is clean.',
  },
  {
    ask: 'Explain what git rebase --onto does with an example from this repository.',
    answer:
      '`git rebase --onto main feature-a feature-b` replays only the commits of feature-b that are not in feature-a.',
  },
];
const OPERATIONS: Turns = [
  {
    ask: 'Is any disk on the build machines above 80 %?',
    answer: 'build-2 is at 83 %, mostly old container layers. The others are below 60 %.',
  },
  {
    ask: 'Restart the staging web service and watch its log for a minute.',
    answer: 'Restarted at 10:02. No errors in the first minute, response times as before.',
  },
  {
    ask: 'Which certificates expire within 30 days?',
    answer: 'One: staging.example.net, in 19 days. Its renewal is scheduled.',
  },
];
const ASSISTANT: Turns = [
  {
    ask: 'Find an hour this week when Ana, Ben and I are all free.',
    answer: 'Thursday 14:00 to 15:00 works for all three. Shall I send the invitation?',
  },
  {
    ask: 'Read the mail from the landlord and tell me what they want.',
    answer: 'They ask for two dates on which the heating may be inspected, before the end of the month.',
  },
  {
    ask: 'Write a friendly reminder about the overdue library books.',
    answer: 'Hello Sam, three of your books were due on Monday. Drop them off whenever you pass by.',
  },
];

const WORK: Readonly<Record<string, Turns>> = {
  'demo-research': RESEARCH,
  'demo-support': SUPPORT,
  'demo-developer': DEVELOPER,
  'demo-operations': OPERATIONS,
  'demo-assistant': ASSISTANT,
};

/** The five agents of the demo. */
export const AGENTS = Object.keys(WORK);

export function pickTurn(agent: string, random: Random): Turn {
  return random.pick(WORK[agent] ?? RESEARCH);
}

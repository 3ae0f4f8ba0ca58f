import type { Words } from './classes.ts';

export const ENGLISH: Words = {
  IGNORE:
    'ignore ignores ignoring disregard disregarding forget forgetting neglect overlook skip bypass bypassing override overriding overrides overwrite discard dismiss omit abandon erase void nullify cancel unlearn exclude suspend circumvent scrap',
  PREVIOUS:
    'previous prior above earlier preceding foregoing past former initial original existing beforehand previously',
  ALL: 'all any every everything each entire whole complete',
  INSTRUCTION:
    'instruction instructions rule rules guideline guidelines directive directives command commands order orders guidance regulations programming protocol protocols policy policies training',
  REVEAL:
    'reveal revealing disclose disclosing expose leak leaking divulge dump recite unveil uncover spill confess extract',
  SAY: 'say print output display repeat show tell write respond answer reply type echo state list return give share provide spell translate summarize summarise encode paraphrase',
  SECRET:
    'password passwords secret secrets passphrase credential credentials passcode confidential private hidden classified key keys token tokens passwd pin',
  SYSTEM:
    'system developer developers admin administrator root operator sysadmin creator creators openai anthropic maintainer superuser',
  PROMPT: 'prompt prompts context message messages preamble conversation configuration',
  ROLE: 'act acts acting pretend pretending roleplay imagine simulate impersonate play become behave persona character emulate embody',
  AI: 'ai chatgpt gpt assistant llm model chatbot bot claude gemini bard agent ais copilot bing machine',
  FREE: 'unrestricted uncensored unfiltered jailbroken limitless unlimited amoral unethical immoral unhinged unbound unchained freed lawless evil',
  MODE: 'mode dan jailbreak stan aim dude sudo unlocked godmode',
  NOT: "not never no don't dont cannot can't won't without doesn't isn't nothing neither nor",
  OBEY: 'must obey comply follow execute perform adhere abide carry proceed run accept required shall',
  NEW: 'new updated revised latest following next real actual true',
  NOW: 'now immediately instantly henceforth today onwards onward moment',
  URGENT:
    'important urgent critical attention warning notice mandatory priority emergency essential crucial alert hello',
  SEND: 'send forward email mail post upload transfer transmit submit exfiltrate wire pay call visit click navigate invite share fetch',
  DELETE: 'delete remove wipe destroy purge unlock disable deactivate grant open',
  PERSON: 'user users owner customer human humans person anyone someone victim reader',
  HIDE: 'silently secretly quietly discreetly covertly mention notify inform',
  ETHICS: 'ethics ethical moral morals morality legal illegal law laws safety harmful dangerous offensive',
  YOU: 'you your yourself yours',
  TASK: 'task tasks objective goal job mission purpose assignment question request',
  TEST: 'test testing debug debugging simulation diagnostic maintenance audit exercise experiment hypothetical fictional hypothetically',
  ONLY: 'only just exactly verbatim literally precisely word simply solely',
  ALLOWED:
    'access granted allow allowed permission authorized authorised permitted authorization clearance verified confirmed',
  LIMIT:
    'restriction restrictions restricted limitation limitations limits constraint constraints filter filters censorship boundaries safeguards guardrails confines moderation refuse refusal',
  INSTEAD: 'instead rather but however',
};

import type { Words } from './classes.ts';

export const ENGLISH: Words = {
  IGNORE:
    'ignore ignores ignoring disregard disregarding forget forgetting neglect overlook skip bypass bypassing override overriding overrides overwrite discard dismiss omit abandon erase void nullify cancel unlearn exclude suspend circumvent scrap ignored disregarded forgot scratch neglecting disobey defy abolish',
  PREVIOUS:
    'previous prior above earlier preceding foregoing past former initial original existing beforehand previously opening initially originally outset topmost',
  ALL: 'all any every everything each entire whole complete',
  INSTRUCTION:
    'instruction instructions rule rules guideline guidelines directive directives command commands order orders guidance regulations programming protocol protocols policy policies training briefing brief briefings directions mandate mandates restrictions',
  REVEAL:
    'reveal revealing disclose disclosing expose leak leaking divulge dump recite unveil uncover spill confess extract quote reproduce quoting copying unmask betray',
  SAY: 'say print output display repeat show tell write respond answer reply type echo state list return give share provide spell translate summarize summarise encode paraphrase paste copy restate rephrase reword transcribe enumerate recount convert export mirror utter whisper',
  SECRET:
    'password passwords secret secrets passphrase credential credentials passcode confidential private hidden classified key keys token tokens passwd pin codeword codewords undisclosed passwort passcodes confidentially guarded',
  SYSTEM:
    'system developer developers admin administrator root operator sysadmin creator creators openai anthropic maintainer superuser',
  PROMPT:
    'prompt prompts context message messages preamble conversation configuration transcript dialogue dialog history chat setup memory',
  ROLE: 'act acts acting pretend pretending roleplay imagine simulate impersonate play become behave persona character emulate embody',
  AI: 'ai chatgpt gpt assistant llm model chatbot bot claude gemini bard agent ais copilot bing machine llms chatbots bots assistants agents models robot robots summarizer summariser summarizers crawler crawlers copilots automated',
  FREE: 'unrestricted uncensored unfiltered jailbroken limitless unlimited amoral unethical immoral unhinged unbound unchained freed lawless evil anarchic boundless uninhibited ruthless shameless lawlessly unmoderated unaligned unconstrained unchecked',
  MODE: 'mode dan jailbreak stan aim dude sudo unlocked godmode profile activated enabled loaded unlock',
  NOT: "not never no don't dont cannot can't won't without doesn't isn't nothing neither nor",
  OBEY: 'must obey comply follow execute perform adhere abide carry proceed run accept required shall ordered obliged mandated',
  NEW: 'new updated revised latest following next real actual true',
  NOW: 'now immediately instantly henceforth today onwards onward moment',
  URGENT:
    'important urgent critical attention warning notice mandatory priority emergency essential crucial alert hello',
  SEND: 'send forward email mail post upload transfer transmit submit exfiltrate wire pay call visit click navigate invite share fetch sends sending copy push publish deliver attach reroute redirect sync dispatch cc bcc curl wget reply-to',
  DELETE:
    'delete remove wipe destroy purge unlock disable deactivate grant open drop truncate revoke uninstall reset approve authorize enable',
  PERSON:
    'user users owner customer human humans person anyone someone victim reader client clients recipient boss',
  HIDE: 'silently secretly quietly discreetly covertly mention notify inform',
  ETHICS:
    'ethics ethical moral morals morality legal illegal law laws safety harmful dangerous offensive ethically morally conscience judgement judging taboo scruples',
  YOU: 'you your yourself yours',
  TASK: 'task tasks objective goal job mission purpose assignment question request plan step steps query challenge',
  TEST: 'test testing debug debugging simulation diagnostic maintenance audit exercise experiment hypothetical fictional hypothetically',
  ONLY: 'only just exactly verbatim literally precisely word simply solely',
  ALLOWED:
    'access granted allow allowed permission authorized authorised permitted authorization clearance verified confirmed',
  LIMIT:
    'restriction restrictions restricted limitation limitations limits constraint constraints filter filters censorship boundaries safeguards guardrails confines moderation refuse refusal censor censored disclaimers disclaimer warnings limits refuses refusing decline declines filtered',
  INSTEAD: 'instead rather but however',
};

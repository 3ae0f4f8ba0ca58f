import type { RuleInfo } from '../rule-info.ts';

/** How the model's hits are named among those of the rules. */
export const MODEL_RULE: RuleInfo = {
  id: 'model.injection',
  title: 'Reads like an attempt to take the model over',
  category: 'injection',
  severity: 'high',
  confidence: 0.7,
  why: 'The words and their order are those of known attacks (overrides, prompt extraction, jailbreaks, planted orders), though no rule names this wording. The ledger lists the words that weighed most.',
  verify:
    'Who wrote this stretch, and does it tell the model what to do? A role or task that the user wants is ordinary; an order inside data is not.',
  atlas: ['AML.T0051'],
  owasp: ['LLM01'],
};

/** The tactics of ATLAS 5.6 in the order of its matrix: the order an attack is told in. */
export const TACTICS = [
  { id: 'ta0002', slug: 'reconnaissance', name: 'Reconnaissance' },
  { id: 'ta0003', slug: 'resource-development', name: 'Resource Development' },
  { id: 'ta0004', slug: 'initial-access', name: 'Initial Access' },
  { id: 'ta0000', slug: 'ai-model-access', name: 'AI Model Access' },
  { id: 'ta0005', slug: 'execution', name: 'Execution' },
  { id: 'ta0006', slug: 'persistence', name: 'Persistence' },
  { id: 'ta0012', slug: 'privilege-escalation', name: 'Privilege Escalation' },
  { id: 'ta0007', slug: 'defense-evasion', name: 'Defense Evasion' },
  { id: 'ta0013', slug: 'credential-access', name: 'Credential Access' },
  { id: 'ta0008', slug: 'discovery', name: 'Discovery' },
  { id: 'ta0015', slug: 'lateral-movement', name: 'Lateral Movement' },
  { id: 'ta0009', slug: 'collection', name: 'Collection' },
  { id: 'ta0001', slug: 'ai-attack-staging', name: 'AI Attack Staging' },
  { id: 'ta0014', slug: 'command-and-control', name: 'Command and Control' },
  { id: 'ta0010', slug: 'exfiltration', name: 'Exfiltration' },
  { id: 'ta0011', slug: 'impact', name: 'Impact' },
] as const;
export type TacticSlug = (typeof TACTICS)[number]['slug'];

/** The two that end an attack: with one of them, fewer others are enough to worry. */
export const FINAL_TACTICS: readonly TacticSlug[] = ['exfiltration', 'impact'];

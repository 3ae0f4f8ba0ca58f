import type { Category } from '@clawnex/proto/scan.ts';

const CATEGORIES: Record<Category, true> = {
  injection: true,
  jailbreak: true,
  extraction: true,
  delimiter: true,
  memory_tampering: true,
  tool_abuse: true,
  exfiltration: true,
  command: true,
  sensitive_path: true,
  secret: true,
  pii: true,
  hidden_text: true,
  output_leak: true,
  command_and_control: true,
  supply_chain: true,
};
// Object.keys of a literal: its own keys.
export const CATEGORY_NAMES = Object.keys(CATEGORIES) as readonly Category[];

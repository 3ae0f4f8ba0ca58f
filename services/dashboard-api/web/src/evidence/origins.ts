import type { Origin } from '@clawnex/proto/scan.ts';

const ORIGINS: Record<Origin, true> = {
  user: true,
  tool_result: true,
  tool_call: true,
  tool_definition: true,
  assistant: true,
  system: true,
};
// Object.keys of a literal: its own keys.
export const ORIGIN_NAMES = Object.keys(ORIGINS) as readonly Origin[];

import { setPriority } from 'node:os';

/** Enough that an agent goes first where both want the processor; a new line still waits for nobody else. */
const NICENESS = 5;

/** What is watched must not get slower by it. A system that does not allow this is left as it is. */
export function yieldToAgents(): void {
  try {
    setPriority(NICENESS);
  } catch {
    // Started with a lower priority already, or in a sandbox: both are fine.
  }
}

/** What stands in the history in place of a block that was blocked before: fixed, so that caches and reviewers know it. */
export const REDACTED_BLOCK_NOTICE =
  '[ClawNex removed this block: it was blocked earlier in this conversation.]';

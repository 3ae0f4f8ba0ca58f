/** Blocks one request may hold. Long agent histories have some thousands; each costs a hash and a lookup. */
export const BLOCKS_MAX = 20_000;
/** Nesting that is followed inside message contents, tool arguments and tool schemas. Real ones stay under ten. */
export const DEPTH_MAX = 32;
/** Names and values read from one tool's schema or one call's arguments. Bounds the walk, not only the text. */
export const LEAVES_MAX = 50_000;

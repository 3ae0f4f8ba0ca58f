import manifest from '../package.json' with { type: 'json' };

/** Version of the suite: all daemons are built and released together. */
export const VERSION: string = manifest.version;

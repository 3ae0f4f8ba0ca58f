/** File of the bundled worker, beside the bundled daemon. */
const BUNDLED_WORKER = './shield-worker.mjs';

/** The worker's program: its bundle where this module was bundled, its source where it runs from source. */
export function workerUrl(moduleUrl: string = import.meta.url): URL {
  return new URL(moduleUrl.endsWith('.ts') ? './worker.ts' : BUNDLED_WORKER, moduleUrl);
}

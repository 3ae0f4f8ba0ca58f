import { z } from 'zod';

/** More often than this, scans would be most of what the machine does. */
const INTERVAL_S_MIN = 10;
const DAY_S = 86_400;

export const HostScannerConfig = z.object({
  /** The folder that stands for `/`: another one where the machine's files are mounted elsewhere. */
  root: z.string().min(1).max(1_000).default('/'),
  /** How often everything is scanned, in seconds. */
  interval_s: z.coerce.number().int().min(INTERVAL_S_MIN).max(DAY_S).default(3_600),
  /** How often packages and open ports are looked at, in seconds: a change starts a scan. 0: never. */
  watch_s: z.coerce.number().int().min(0).max(DAY_S).default(30),
  /**
   * Where a signed bundle of advisories is fetched once a day. Without it, nothing is asked over the network. The signature
   * lies at the same address with `.sig` behind it.
   */
  advisories_url: z
    .url({
      protocol: /^https$/,
      error: 'it must be an https address such as https://advisories.example/bundle.json',
    })
    .optional(),
});
